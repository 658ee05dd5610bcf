#include "patch_rules.hpp"

#include <string>
#include <utility>

namespace salus {

namespace {

/// The fields that follow from others, worked out from nothing else.
std::vector<Value> with_fresh_derivation(const EntityInfo& entity, std::vector<Value> row) {
  for (const auto& field : entity.fields()) {
    if (entity.derived.contains(field)) row[field.position] = Null{};
  }
  entity.derive(row);
  return row;
}

}  // namespace

void throw_if_any(Issues issues) {
  if (!issues.empty()) throw Error{std::move(issues)};
}

void refuse_read_only(const EntityInfo& entity, FieldMask given, RoleSet roles) {
  Issues issues;
  for (const auto& field : entity.fields()) {
    if (!given.contains(field) || !field.read_only) continue;
    if (field.primary_key || !roles.has_system())
      issues.add(field.name, "read_only", "This field cannot be set.");
  }
  throw_if_any(std::move(issues));
}

void refuse_masked(const EntityInfo& entity, FieldMask given, FieldMask writable) {
  for (const auto& field : entity.fields()) {
    if (!given.contains(field) || writable.contains(field)) continue;
    throw Error{ErrorCode::forbidden, "You may not write \"" + std::string{field.name} + "\"."};
  }
}

FieldMask changed_fields(const EntityInfo& entity, const std::vector<Value>& before,
                         const std::vector<Value>& after) {
  FieldMask changed;
  for (const auto& field : entity.fields()) {
    if (before[field.position] != after[field.position]) changed.add(field);
  }
  return changed;
}

void derive_again(const Patch& patch, const std::vector<Value>& before, std::vector<Value>& after) {
  const auto& entity = patch.entity();
  if (entity.derive == nullptr || !(patch.given() & entity.derived).empty()) return;
  if (with_fresh_derivation(entity, before) == before) after = with_fresh_derivation(entity, after);
}

}  // namespace salus

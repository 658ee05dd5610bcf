#include "conflicts.hpp"

#include <algorithm>
#include <string>

#include "salus/domain/identifier.hpp"
#include "salus/schema/snapshot.hpp"

#include "identifiers.hpp"

namespace salus {

namespace {

std::string spoken(std::string_view name) {
  std::string text{name};
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string field_names(const EntityInfo& entity, const UniqueInfo& info) {
  std::string text;
  for (std::size_t i = 0; i < info.count; ++i) {
    text += (i == 0 ? "" : ", ") + std::string{entity.columns[info.positions[i]].name};
  }
  return text;
}

}  // namespace

Issues issues_of_conflict(const Error& conflict, const EntityInfo& entity) {
  Issues issues;
  const auto& constraint = conflict.constraint();
  for (const auto& field : entity.fields()) {
    if (field.unique && constraint == unique_constraint_name(entity, field)) {
      issues.add(
          field.name,
          "unique",
          spoken(entity.name) + " with this " + std::string{field.name} + " already exists.");
    }
  }
  for (const auto& info : entity.uniques) {
    if (constraint == info.name) {
      issues.add(
          "", "unique", "The fields " + field_names(entity, info) + " must make a unique set.");
    }
  }
  if (constraint == std::string{entity_info<Identifier>().name} + "_primary_key") {
    const auto* field = identifiers_field(entity);
    issues.add(field != nullptr ? field->name : "",
               "unique",
               spoken(entity.name) + " with this identifier already exists.");
  }
  return issues;
}

void throw_if_overlap(const Error& conflict, const EntityInfo& entity) {
  for (const auto& info : entity.overlaps) {
    if (conflict.constraint() == info.name)
      throw Error::violates(std::string{info.name}, std::string{info.message});
  }
}

}  // namespace salus

#pragma once

/// One rule of a policy: role × action × entity → scope, condition and fields.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "salus/access/principal.hpp"
#include "salus/core/issues.hpp"
#include "salus/domain/access_rule.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

/// A set of actions.
class ActionSet {
 public:
  constexpr ActionSet() = default;
  constexpr ActionSet(std::initializer_list<Action> actions) {
    for (const Action action : actions) add(action);
  }
  constexpr void add(Action action) { bits_ = static_cast<std::uint8_t>(bits_ | bit(action)); }
  constexpr bool contains(Action action) const { return (bits_ & bit(action)) != 0; }
  friend constexpr ActionSet operator|(ActionSet a, ActionSet b) {
    a.bits_ = static_cast<std::uint8_t>(a.bits_ | b.bits_);
    return a;
  }
  friend constexpr bool operator==(ActionSet, ActionSet) = default;

 private:
  static constexpr std::uint8_t bit(Action action) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(action));
  }
  std::uint8_t bits_ = 0;
};

/// Which fields a rule is about: a list of names, so that a field added later is in none; or all of
/// them, for those who run the place.
struct FieldList {
  std::vector<std::string> names;
  bool every = false;
};

inline FieldList every_field() { return {.names = {}, .every = true}; }
inline FieldList only(std::initializer_list<std::string> names) { return {.names = names}; }

/// One line of a policy.
struct Rule {
  std::string name;  ///< A sentence; shown by `Decision::explain()`.
  Role role = Role::user;
  ActionSet actions;
  std::string entity;
  Scope scope = Scope::none;
  FieldList fields;  ///< A forbid with no names takes the whole row.
  Effect effect = Effect::permit;
  Condition condition = Condition::none;
  Condition becomes = Condition::none;  ///< What a write must make true of the row.
  /// The rule is for those who have this access level, and `role` is `staff`; nothing: for a role.
  std::optional<Id<AccessLevel>> access_level{};

  bool concerns(const Principal& principal) const {
    return principal.roles.contains(role) &&
           (!access_level || access_level == principal.access_level);
  }
};

namespace detail {

/// Adds an issue for each field that the rule names and cannot. A permit always gives the key and a
/// forbid of fields cannot take it: a row that may be read can be named.
inline void check_fields(const Rule& rule, const EntityInfo& entity, Issues& issues) {
  for (const auto& name : rule.fields.names) {
    const auto* field = entity.find(name);
    if (field == nullptr || (field->write_only && !is_system(rule.role))) {
      issues.add("fields",
                 "unknown",
                 std::string{entity.name} + " does not show a field \"" + name + "\".");
    } else if (field->primary_key && rule.effect == Effect::forbid) {
      issues.add("fields",
                 "key",
                 "The key of " + std::string{entity.name} +
                     " cannot be forbidden; a forbid without field names takes the whole row.");
    }
  }
}

/// The fields of a rule that `check_fields` finds nothing wrong with.
inline FieldMask resolve_fields(const Rule& rule, const EntityInfo& entity) {
  FieldMask mask;
  for (const auto& field : entity.fields()) {
    if (field.primary_key ? rule.effect == Effect::permit : rule.fields.every && !field.write_only)
      mask.add(field);
  }
  for (const auto& name : rule.fields.names) {
    if (const auto* field = entity.find(name)) mask.add(*field);
  }
  return mask;
}

}  // namespace detail

}  // namespace salus

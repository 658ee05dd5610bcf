#pragma once

/// One rule of a policy: role × action × entity → scope, condition and fields.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "salus/access/principal.hpp"
#include "salus/core/error.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

enum class Action : std::uint8_t {
  read,  ///< Get, list, count, search and export.
  create,
  update,
  remove,  ///< Mark as deleted.
};

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

/// Which rows; each scope is wider than the one before.
enum class Scope : std::uint8_t {
  none,
  own,       ///< Rows in the principal's own compartment: their user, doctor or patient.
  assigned,  ///< Rows of patients with whom the doctor is in a care relationship that is active now.
  organization,  ///< Every row of the organization.
};

/// What else must be true of a row that a rule reaches; a closed list.
enum class Condition : std::uint8_t {
  none,
  in_own_name,     ///< It names the principal: as an appointment's doctor, as a record's author.
  not_restricted,  ///< Its confidentiality is normal.
  upcoming,        ///< It has not started yet.
};

enum class Effect : std::uint8_t {
  permit,
  forbid,  ///< Wins over every permit.
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
};

namespace detail {

/// Resolves a rule's field names; throws `invalid_input` at a name the entity does not have. A permit
/// always gives the key and a forbid of fields cannot take it: a row that may be read can be named.
inline FieldMask resolve_fields(const Rule& rule, const EntityInfo& entity) {
  FieldMask mask;
  for (const auto& field : entity.fields()) {
    if (field.primary_key ? rule.effect == Effect::permit : rule.fields.every && !field.write_only)
      mask.add(field);
  }
  for (const auto& name : rule.fields.names) {
    const auto* field = entity.find(name);
    if (field == nullptr || (field->write_only && !is_system(rule.role))) {
      throw Error{ErrorCode::invalid_input,
                  "The rule \"" + rule.name + "\" names the field \"" + name + "\", which " +
                      std::string{entity.name} + " does not show."};
    }
    if (field->primary_key && rule.effect == Effect::forbid) {
      throw Error{ErrorCode::invalid_input,
                  "The rule \"" + rule.name + "\" forbids the key of " + std::string{entity.name} +
                      "; a forbid without field names takes the whole row."};
    }
    mask.add(*field);
  }
  return mask;
}

}  // namespace detail

}  // namespace salus

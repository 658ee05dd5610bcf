#pragma once

/// The terms of a rule, and the rules that an administrator keeps as rows.

#include <array>
#include <cstdint>
#include <string>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/domain/access_level.hpp"
#include "salus/query/filter.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

enum class Action : std::uint8_t {
  read,  ///< Get, list, count, search and export.
  create,
  update,
  remove,       ///< Mark as deleted.
  break_glass,  ///< Open a patient's data in an emergency, for a while and with a reason.
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
  cancelled,       ///< It does not take place.
};

enum class Effect : std::uint8_t {
  permit,
  forbid,  ///< Wins over every permit.
};

/// One rule of an access level. Takes effect on the next call in every process.
struct AccessRule {
  Id<AccessRule> id;
  Id<AccessLevel> access_level;
  std::string name;  ///< A sentence; shown by `Decision::explain()`.
  Effect effect = Effect::permit;
  Action action = Action::read;
  std::string entity;  ///< As in the catalog: "patient".
  Scope scope = Scope::none;
  Condition condition = Condition::none;
  Condition becomes = Condition::none;  ///< What a write must make true of the row.
  /// Field names; `["*"]` is every field. A forbid with none takes the whole row.
  Json fields = Json::empty_list();
  Json metadata = Json::empty_object();
};

template <>
struct Describe<AccessRule> {
  static constexpr auto entity = salus::entity<AccessRule>(
      "access_rule", "access-rules", field<&AccessRule::id>("id", primary_key, read_only),
      field<&AccessRule::access_level>("access_level", required, filterable),
      field<&AccessRule::name>("name", required, sortable, max_length{200}),
      field<&AccessRule::effect>("effect", filterable),
      field<&AccessRule::action>("action", required, filterable),
      field<&AccessRule::entity>("entity", required, filterable, max_length{50}),
      field<&AccessRule::scope>("scope", required), field<&AccessRule::condition>("condition"),
      field<&AccessRule::becomes>("becomes"), field<&AccessRule::fields>("fields"),
      field<&AccessRule::metadata>("metadata"));
};

template <>
struct Filters<AccessRule> {
  static constexpr std::array filters{
      filter<Id<AccessLevel>>(
          "access_level_id", "Of this access level.",
          [](Id<AccessLevel> id) { return f<&AccessRule::access_level> == id; }),
  };
};

}  // namespace salus

#pragma once

/// What a member of staff is trusted with: a name for a list of access rules.

#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

/// Whoever has it may do what its `AccessRule`s say, and nothing by virtue of being staff.
struct AccessLevel {
  Id<AccessLevel> id;
  std::string name;
  std::optional<std::string> description;
  Json metadata = Json::empty_object();
};

template <>
struct Describe<AccessLevel> {
  static constexpr auto entity = salus::entity<AccessLevel>(
      "access_level", "access-levels", field<&AccessLevel::id>("id", primary_key, read_only),
      field<&AccessLevel::name>("name", required, unique, ignores_case, sortable, max_length{100}),
      field<&AccessLevel::description>("description", max_length{500}),
      field<&AccessLevel::metadata>("metadata"));
};

}  // namespace salus

#pragma once

/// One step of a row's history, as the journal tells it.

#include <optional>
#include <string>
#include <vector>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/core/time.hpp"

namespace salus {

struct User;

/// A field before and after a write; a missing value is no value.
struct FieldChange {
  std::string field;
  std::optional<Json> before;
  std::optional<Json> after;
};

struct RowRevision {
  Timestamp at{};
  std::optional<Id<User>> actor;  ///< Nothing: a system principal, named by `acting_as`.
  std::string acting_as;          ///< The roles the actor had.
  std::string action;             ///< "create", "update" or "remove".
  std::vector<FieldChange>
      changes;  ///< By field. Empty too if all that changed is hidden, or destroyed.
};

}  // namespace salus

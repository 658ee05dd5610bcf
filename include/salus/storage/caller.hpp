#pragma once

/// Who a session is for, as an engine with row-level security must know. Facts only: what they may do
/// is in the rules that the engine was given (`SchemaSnapshot::row_security`).

#include <optional>
#include <string>
#include <vector>

#include "salus/core/id.hpp"

namespace salus {

struct Caller {
  std::vector<std::string> roles;  ///< Words of letters and underscores: "doctor".
  std::optional<Uuid> user;
  std::optional<Uuid> doctor;
  std::optional<Uuid> patient;
  std::optional<Uuid> access_level;
};

}  // namespace salus

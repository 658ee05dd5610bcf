#pragma once

#include <span>

#include "salus/access/rule.hpp"
#include "salus/core/value.hpp"

namespace salus {

/// A row before and after a write; one side is empty for a creation or a removal.
struct RowChange {
  const EntityInfo* entity = nullptr;
  Action action = Action::update;
  Uuid row_id;
  std::span<const Value> before;
  std::span<const Value> after;
};

}  // namespace salus

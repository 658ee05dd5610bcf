#pragma once

/// What a session or clinic answers besides rows.

#include "salus/access/decision.hpp"
#include "salus/schema/entity.hpp"

namespace salus::python {

/// A decision, with the entity that the names of its fields come from.
struct Answer {
  Decision decision;
  const EntityInfo* entity = nullptr;
};

}  // namespace salus::python

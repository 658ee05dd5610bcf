#pragma once

#include "salus/core/error.hpp"
#include "salus/core/issues.hpp"
#include "salus/query/catalog.hpp"

namespace salus {

/// What a violated constraint means to the caller: an issue at the field, in the words of the wire.
/// Says nothing of the row in the way, which the caller may not see.
Issues issues_of_conflict(const Error& conflict, const EntityInfo& entity);

/// Throws on what was refused, because rows would overlap in time, in the entity's own words.
void throw_if_overlap(const Error& conflict, const EntityInfo& entity);

}  // namespace salus

#pragma once

/// The schema of one state of the database, and its changes.

#include <span>

#include "salus/schema/change.hpp"

#include "database.hpp"

namespace salus::memory {

/// Applies changes as a whole: when one is refused, the state is as it was. Throws `schema_mismatch`
/// for what cannot be done, and `conflict` when rows break a uniqueness that is new.
void apply_changes(Database& database, std::span<const SchemaChange> changes);

SchemaSnapshot snapshot_of(const Database& database);

/// Throws `schema_mismatch` naming the first table that is missing or not guarded as expected.
void verify_guards(const Database& database, const SchemaSnapshot& expected);

}  // namespace salus::memory

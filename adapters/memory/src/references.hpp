#pragma once

/// Foreign keys: what a row refers to exists, within its organization.

#include "database.hpp"

namespace salus::memory {

/// Throws `conflict` with the reference's name if a row refers to one that is not there.
void check_references_from(const Database& database, const Table& table, const Row& row);

/// Throws `conflict` with the reference's name if a row that is no longer there is referred to.
void check_references_to(const Database& database, const Table& table, const Row& row);

}  // namespace salus::memory

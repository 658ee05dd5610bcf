#pragma once

/// Writes to one state of the database. Each takes effect as a whole: when one throws, the state is
/// as it was.

#include <cstdint>

#include "salus/query/select.hpp"

#include "database.hpp"

namespace salus::memory {

void insert_rows(Database& database, const Uuid& organization, const Insert& rows);

/// Answers how many rows satisfied the condition.
std::uint64_t update_rows(Database& database, const Uuid& organization, const Update& change);

std::uint64_t remove_rows(Database& database, const Uuid& organization, const EntityInfo& entity,
                          const Expr& where);

}  // namespace salus::memory

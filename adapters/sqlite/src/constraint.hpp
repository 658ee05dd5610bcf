#pragma once

/// Which constraint refused a write: SQLite names columns, and of references nothing at all.

#include <string>
#include <vector>

#include "salus/core/error.hpp"
#include "salus/query/select.hpp"

#include "connection.hpp"

namespace salus::sqlite {

/// A write that SQLite refused, as far as the search for the reason needs it.
struct RefusedWrite {
  int result;           ///< SQLITE_CONSTRAINT_…
  std::string message;  ///< Read before anything else ran on the connection.
  const EntityInfo& entity;
  const Uuid& organization;
  std::vector<Assignment> written;  ///< The values that were to be written.
};

/// The error for the caller, with the constraint's name as the schema has it, and no values.
Error constraint_error(Connection& connection, const RefusedWrite& write);

}  // namespace salus::sqlite

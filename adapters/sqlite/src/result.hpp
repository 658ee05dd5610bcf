#pragma once

/// SQLite's result codes as errors of Salus.

#include <sqlite3.h>

#include "salus/core/error.hpp"

namespace salus::sqlite {

/// The error behind a result code, for a database that had opened well. Its text has no values in it.
Error error_of(int result);

/// The error of a statement that could not be prepared, with what the parser says.
Error preparation_error(sqlite3* database, int result);

/// Throws unless the result is SQLITE_OK.
inline void require_ok(int result) {
  if (result != SQLITE_OK) throw error_of(result);
}

}  // namespace salus::sqlite

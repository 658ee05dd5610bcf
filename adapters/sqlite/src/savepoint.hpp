#pragma once

/// Savepoints, which nest: the name means the innermost one.

#include "connection.hpp"

namespace salus::sqlite {

inline void begin_savepoint(Connection& connection) { connection.run("SAVEPOINT part"); }

inline void end_savepoint(Connection& connection) { connection.run("RELEASE part"); }

/// Throws when SQLite has rolled back the whole transaction by itself (disk full, input/output error).
inline void undo_savepoint(Connection& connection) {
  connection.run("ROLLBACK TO part");
  connection.run("RELEASE part");
}

}  // namespace salus::sqlite

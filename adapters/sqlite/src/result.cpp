#include "result.hpp"

#include <string>

namespace salus::sqlite {

namespace {

struct Meaning {
  int result;
  ErrorCode code;
  const char* message;
};

// A page that fails its check is SQLITE_NOTADB where it is the first one and SQLITE_CORRUPT elsewhere. Where the key had
// been right before, both say that the file was damaged.
constexpr Meaning meanings[] = {
    {SQLITE_BUSY, ErrorCode::storage_busy, "The database is locked by another writer."},
    {SQLITE_LOCKED, ErrorCode::storage_busy, "The database is locked by another writer."},
    {SQLITE_INTERRUPT, ErrorCode::storage_busy, "The query took longer than its deadline."},
    {SQLITE_CORRUPT,
     ErrorCode::damaged_database,
     "A page of the database file fails its integrity check."},
    {SQLITE_NOTADB,
     ErrorCode::damaged_database,
     "The first page of the database file fails its integrity check."},
    {SQLITE_CANTOPEN, ErrorCode::storage_unavailable, "The database file cannot be opened."},
    {SQLITE_FULL, ErrorCode::storage_failed, "The disk is full."},
    {SQLITE_READONLY, ErrorCode::storage_failed, "The database file may not be written to."},
    {SQLITE_PERM, ErrorCode::storage_failed, "The database file may not be accessed."},
    {SQLITE_TOOBIG, ErrorCode::invalid_input, "A value is larger than the database can hold."},
};

}  // namespace

Error error_of(int result) {
  for (const auto& meaning : meanings) {
    if (meaning.result == (result & 0xFF)) return {meaning.code, meaning.message};
  }
  return {ErrorCode::storage_failed,
          "SQLite reports: " + std::string{sqlite3_errstr(result)} + " (" + std::to_string(result) +
              ")."};
}

Error preparation_error(sqlite3* database, int result) {
  if ((result & 0xFF) != SQLITE_ERROR) return error_of(result);
  const std::string what = sqlite3_errmsg(database);
  const bool missing = what.starts_with("no such table") || what.starts_with("no such column");
  return {missing ? ErrorCode::schema_mismatch : ErrorCode::internal,
          "SQLite reports: " + what + "."};
}

}  // namespace salus::sqlite

#include "connection.hpp"

#include "result.hpp"

namespace salus::sqlite {

namespace {

constexpr std::size_t kept_statements = 256;

/// ATTACH could copy the database into a file without a key.
int allow_all_but_other_files(void*, int action, const char*, const char*, const char*,
                              const char*) {
  return action == SQLITE_ATTACH || action == SQLITE_DETACH ? SQLITE_DENY : SQLITE_OK;
}

constexpr std::string_view common_settings[] = {
    "PRAGMA cache_size = -65536",  // 64 MB: encrypted pages cost nothing once they are here
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
};

constexpr std::string_view writer_settings[] = {
    "PRAGMA synchronous = FULL",  // a commit that was acknowledged survives a power failure
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_size_limit = 67108864",
};

}  // namespace

Connection::Connection(const std::filesystem::path& file, const CipherKey& key, Role role)
    : handle_{open_keyed(file, key)}, patience_{handle_.get()}, statements_{kept_statements} {
  for (const auto setting : common_settings) prepare(setting).step();
  if (role == Role::reader) {
    prepare("PRAGMA query_only = ON").step();
  } else {
    if (ask("PRAGMA journal_mode = WAL") != "wal") {
      throw Error{ErrorCode::storage_failed,
                  "This file system cannot share memory between processes (no WAL mode)."};
    }
    for (const auto setting : writer_settings) prepare(setting).step();
  }
  require_ok(sqlite3_set_authorizer(handle_.get(), &allow_all_but_other_files, nullptr));
}

Statement& Connection::statement_of(std::string_view sql) {
  // A shape begins with one letter and an address, never like SQL.
  if (auto* known = statements_.find(sql)) return *known;
  return statements_.add(sql, prepare(sql));
}

void Connection::run(std::string_view sql, std::chrono::milliseconds deadline) {
  begin_call(deadline);
  Statement& statement = statement_of(sql);
  const RunGuard guard{statement};
  while (statement.step()) {
  }
}

void Connection::try_run(const char* sql) noexcept {
  begin_call(std::chrono::seconds{30});
  sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
}

std::string Connection::ask(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.text(0) : std::string{};
}

}  // namespace salus::sqlite

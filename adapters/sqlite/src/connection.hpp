#pragma once

/// One connection to the file: keyed, hardened, with its prepared statements.

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "salus/sql/render.hpp"
#include "salus/sql/statement_cache.hpp"

#include "keyed_handle.hpp"
#include "patience.hpp"
#include "statement.hpp"

namespace salus::sqlite {

/// What a connection is for.
enum class Role : std::uint8_t { reader, writer };

/// Used by one thread at a time.
class Connection {
 public:
  Connection(const std::filesystem::path& file, const CipherKey& key, Role role);

  /// A new call begins, and gives up with `storage_busy` after this time.
  void begin_call(std::chrono::milliseconds deadline) noexcept { patience_.begin(deadline); }

  /// The statement of a described query; prepared when it is the first of its shape.
  template <class Query>
  Statement& statement_of(const Query& query, const sql::Invocation& invocation) {
    if (auto* known = statements_.find(invocation.shape())) return *known;
    return statements_.add(invocation.shape(),
                           prepare(render(query, invocation, sql::sqlite_dialect)));
  }

  /// The statement of a fixed text.
  Statement& statement_of(std::string_view sql);

  Statement prepare(std::string_view sql) { return {handle_.get(), sql}; }

  /// Runs a fixed text to its end, as a call of its own.
  void run(std::string_view sql, std::chrono::milliseconds deadline = std::chrono::seconds{30});

  /// The same, whatever comes of it.
  void try_run(const char* sql) noexcept;

  /// The first column of the first row; empty if there is no row.
  std::string ask(std::string_view sql);

  /// How many rows the last statement changed.
  std::uint64_t changes() const noexcept {
    return static_cast<std::uint64_t>(sqlite3_changes64(handle_.get()));
  }

  /// What SQLite says about the last failure.
  std::string last_message() const { return sqlite3_errmsg(handle_.get()); }

 private:
  Handle handle_;
  Patience patience_;
  sql::StatementCache<Statement> statements_;  ///< Goes before the handle.
};

}  // namespace salus::sqlite

#pragma once

/// One prepared statement.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "salus/core/value.hpp"
#include "salus/schema/field.hpp"

namespace salus::sqlite {

/// Whether texts and bytes that are bound outlive the run of the statement.
enum class Lifetime : std::uint8_t { outlives_run, copy };

class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);

  /// Gives the values to the placeholders 1, 2 …; ids are never copied and must outlive the run.
  void bind(std::span<const Cell> values, Lifetime texts);
  template <std::size_t Count>
  void bind(std::array<Cell, Count>&& values, Lifetime texts) = delete;  // would not outlive it

  /// Moves to the next row; false at the end. Throws; then only `reset` is allowed.
  bool step();

  /// Like `step`, but answers SQLite's result, whatever it is.
  int try_step() noexcept { return sqlite3_step(handle_.get()); }

  /// Ends the run and lets its locks go.
  void reset() noexcept { sqlite3_reset(handle_.get()); }

  /// A column of the row. Borrowed until the next step.
  Cell cell(int column, FieldType type) const;

  std::int64_t integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  std::string text(int column) const;

  /// Fills the first cells of `row` with an entity's columns.
  void read(std::span<const FieldInfo> columns, std::span<Cell> row) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };

  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// Resets a statement at the end of a block, so that a throw leaves no lock behind.
class RunGuard {
 public:
  explicit RunGuard(Statement& statement) : statement_{statement} {}
  RunGuard(const RunGuard&) = delete;
  RunGuard& operator=(const RunGuard&) = delete;
  ~RunGuard() { statement_.reset(); }

 private:
  Statement& statement_;
};

}  // namespace salus::sqlite

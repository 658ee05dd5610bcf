#pragma once

/// CSV as RFC 4180 describes it and as people make it: UTF-8 with or without a byte order mark, lines that end in
/// LF, CRLF or CR, quoted cells with line breaks inside.
///
/// @code
/// CsvTable table{file};
/// const auto mrn = table.column("mrn");
/// for (std::vector<std::string> row; table.next(row);) import(restored_csv_cell(row[*mrn]));
/// @endcode
///
/// Reading streams: memory is one row. A cell's bytes are handed on as they are; validation judges them. One
/// thread at a time per reader.

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "salus/core/export.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct CsvOptions {
  char separator = ',';
  std::size_t longest_cell =
      1U << 20U;                  ///< In bytes: a forgotten quote must not swallow the memory.
  std::size_t most_cells = 1000;  ///< In one row.
};

/// Reads rows. Throws `invalid_input`, "CSV line 7: …", for a quoted cell that does not end or has something
/// behind it, and for what is longer than the options allow. No message repeats a cell.
class SALUS_EXPORT CsvReader {
 public:
  /// Borrows the stream, which should be open in binary mode.
  explicit CsvReader(std::istream& in, CsvOptions options = {});

  /// The next row, or false at the end. Empty lines are passed over.
  bool next(std::vector<std::string>& row);
  /// The line on which the last row began; the first is 1.
  std::size_t line() const noexcept { return row_line_; }
  /// Throws `invalid_input` about that line.
  [[noreturn]] void fail(std::string_view what) const;

 private:
  enum class Ending : unsigned char { separator, line, file };

  int peek() const;
  int take();
  std::string skip_byte_order_mark();
  void skip_empty_lines();
  void end_line(int first);
  Ending ending(int next);
  Ending read_cell(std::string& cell);
  Ending read_bare_cell(std::string& cell);
  Ending read_quoted_cell(std::string& cell);
  void append(std::string& cell, int byte) const;
  bool read_row(std::vector<std::string>& row);

  std::istream& in_;
  CsvOptions options_;
  bool at_beginning_ = true;
  std::size_t next_line_ = 1;
  std::size_t row_line_ = 1;
};

/// Rows under a row of names.
class SALUS_EXPORT CsvTable {
 public:
  /// Reads the names. Throws `invalid_input` if there is no row, or a name stands there twice.
  explicit CsvTable(std::istream& in, CsvOptions options = {});

  const std::vector<std::string>& header() const noexcept { return header_; }
  /// Where the cells of a name stand.
  std::optional<std::size_t> column(std::string_view name) const;
  /// The next row, or false at the end. Throws `invalid_input` if it has not one cell for each name.
  bool next(std::vector<std::string>& row);
  std::size_t line() const noexcept { return reader_.line(); }

 private:
  CsvReader reader_;
  std::vector<std::string> header_;
};

/// Appends a cell, in quotes where it needs them. A text that a spreadsheet would run as a formula gets an
/// apostrophe before it: OWASP, CSV injection.
SALUS_EXPORT void append_csv_cell(std::string& out, std::string_view text);

/// The text that `append_csv_cell` was given: without the apostrophe, if it has put one there.
SALUS_EXPORT std::string_view restored_csv_cell(std::string_view cell);

/// Appends the row of names: every field but the write-only ones, then created_at and updated_at.
SALUS_EXPORT void append_csv_header(std::string& out, const EntityInfo& entity);

/// Appends a row under those names. A missing value and one that is not readable are empty cells. Numbers are
/// never taken for formulas. `columns` are those of `entity.columns`.
SALUS_EXPORT void append_csv(std::string& out, const EntityInfo& entity,
                             std::span<const Cell> columns, FieldMask readable);

}  // namespace salus

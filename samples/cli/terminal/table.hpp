#pragma once

/// A table aligned for people.
///
/// @code
/// Table table{std::cout, {{"Name"}, {"Rows", Alignment::right}}, output_width()};
/// table.add({"patients", "500"});
/// table.finish();
/// @endcode
///
/// The first rows decide how wide the columns are; from then on rows are printed as they come, so a
/// table of any length needs little memory.

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "cli/terminal/terminal.hpp"

namespace salus::cli {

enum class Alignment : unsigned char { left, right };

struct TableColumn {
  std::string heading;
  Alignment alignment = Alignment::left;
  unsigned importance = 0;      ///< Where a line is short, columns with less are left out first.
  std::size_t least_width = 6;  ///< Below that a column is not cut.
};

class Table {
 public:
  /// `width` empty: nothing is cut or left out.
  Table(std::ostream& out, std::vector<TableColumn> columns, std::optional<std::size_t> width,
        std::string indent = {});

  /// One cell for each column; shown without control characters.
  void add(const std::vector<std::string>& cells);

  /// Prints what is not printed yet, and the headings even if there are no rows.
  void finish();

  /// Headings of columns for which there was no room; known after `finish`.
  const std::vector<std::string>& left_out() const { return left_out_; }

 private:
  void start();
  void leave_out_columns();
  void shrink_columns();
  std::size_t line_width() const;
  void print_headings();
  void print(const std::vector<std::string>& cells);

  std::ostream& out_;
  std::vector<TableColumn> columns_;
  std::optional<std::size_t> width_;
  std::string indent_;
  Style style_{Stream::output};
  std::vector<std::vector<std::string>> waiting_;
  std::vector<std::size_t> widths_;  ///< 0: left out.
  std::vector<std::string> left_out_;
  bool is_started_ = false;
};

}  // namespace salus::cli

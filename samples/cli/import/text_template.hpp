#pragma once

/// A text with places for columns: `{first_name} {last_name}`.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/import/source_row.hpp"

namespace salus::cli {

/// Read from a map, then bound once to the columns of a source, then filled for each of its rows.
class TextTemplate {
 public:
  TextTemplate() = default;

  /// `{{` is a brace. Throws `Failure` for a brace that does not close.
  static TextTemplate parse(std::string_view text);

  /// A text without places.
  static TextTemplate constant(std::string text);

  /// Finds the places' columns. Throws `Failure` naming the nearest at one that there is not.
  void bind(std::span<const std::string> columns);

  /// The text for a row, without white space around it; empty if all of its columns are.
  std::string fill(const SourceRow& row) const;

 private:
  struct Part {
    std::string literal;  ///< Before the column.
    std::string column;   ///< Empty: the end of the text.
    std::size_t position = 0;
  };

  std::vector<Part> parts_;
};

}  // namespace salus::cli

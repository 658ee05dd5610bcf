#pragma once

/// Rows on their way in: where they come from, before they are anything of ours.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "salus/core/issues.hpp"

namespace salus::cli {

/// A cell without the white space around it.
std::string_view trimmed(std::string_view text);

/// Where a column stands among those of a file; throws a `Failure` with the nearest name if it does not.
std::size_t position_of(const std::string& column, std::span<const std::string> columns,
                        std::string_view file = "the file");

/// One row of a source, with a cell for each of its columns.
struct SourceRow {
  std::size_t line = 0;  ///< Of the file, on which the row begins.
  std::vector<std::string> cells;
  Issues issues;  ///< What is wrong with the row as a whole; then it is rejected.
};

/// Rows one after the other: of a file, or of another source with something done to them.
class RowSource {
 public:
  RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;
  virtual ~RowSource() = default;

  virtual const std::vector<std::string>& columns() const = 0;
  virtual bool next(SourceRow& row) = 0;
};

}  // namespace salus::cli

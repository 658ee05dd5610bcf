#include "cli/import/source_row.hpp"

#include <algorithm>

#include "cli/failure.hpp"
#include "cli/words/nearest_name.hpp"

namespace salus::cli {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view white_space = " \t\r\n";
  const auto first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::size_t position_of(const std::string& column, std::span<const std::string> columns,
                        std::string_view file) {
  const auto found = std::ranges::find(columns, column);
  if (found == columns.end()) {
    const std::vector<std::string_view> known{columns.begin(), columns.end()};
    throw Failure{ExitCode::failed,
                  std::string{file} + " has no column \"" + column + "\".",
                  advice_for(column, known)};
  }
  return static_cast<std::size_t>(found - columns.begin());
}

}  // namespace salus::cli

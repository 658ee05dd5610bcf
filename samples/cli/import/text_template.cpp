#include "cli/import/text_template.hpp"

#include <utility>

#include "cli/failure.hpp"

namespace salus::cli {

TextTemplate TextTemplate::parse(std::string_view text) {
  TextTemplate result;
  Part part;
  while (!text.empty()) {
    if (text.starts_with("{{") || text.starts_with("}}")) {
      part.literal += text.front();
      text.remove_prefix(2);
    } else if (text.front() == '{') {
      const auto end = text.find('}');
      if (end == std::string_view::npos || end == 1) {
        throw Failure{ExitCode::failed,
                      "a brace in a text does not enclose a column.",
                      "Write {column}, and {{ for a brace."};
      }
      part.column = text.substr(1, end - 1);
      result.parts_.push_back(std::exchange(part, {}));
      text.remove_prefix(end + 1);
    } else {
      part.literal += text.front();
      text.remove_prefix(1);
    }
  }
  if (!part.literal.empty()) result.parts_.push_back(std::move(part));
  return result;
}

TextTemplate TextTemplate::constant(std::string text) {
  TextTemplate result;
  result.parts_.push_back({.literal = std::move(text), .column = {}});
  return result;
}

void TextTemplate::bind(std::span<const std::string> columns) {
  for (auto& part : parts_) {
    if (part.column.empty()) continue;
    part.position = position_of(part.column, columns);
  }
}

std::string TextTemplate::fill(const SourceRow& row) const {
  std::string text;
  bool has_columns = false;
  bool has_content = false;
  for (const auto& part : parts_) {
    text += part.literal;
    if (part.column.empty()) continue;
    const auto cell = trimmed(row.cells[part.position]);
    has_columns = true;
    has_content = has_content || !cell.empty();
    text += cell;
  }
  // "C500-" is no number of a patient who has none.
  if (has_columns && !has_content) return {};
  return std::string{trimmed(text)};
}

}  // namespace salus::cli

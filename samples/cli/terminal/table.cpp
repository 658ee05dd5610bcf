#include "cli/terminal/table.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include "cli/terminal/text_width.hpp"

namespace salus::cli {

namespace {

constexpr std::size_t rows_that_decide = 200;
constexpr std::size_t gap = 2;

}  // namespace

Table::Table(std::ostream& out, std::vector<TableColumn> columns, std::optional<std::size_t> width,
             std::string indent)
    : out_{out}, columns_{std::move(columns)}, width_{width}, indent_{std::move(indent)} {}

void Table::add(const std::vector<std::string>& cells) {
  std::vector<std::string> shown;
  for (const auto& cell : cells) shown.push_back(printable(cell));
  if (is_started_) return print(shown);
  waiting_.push_back(std::move(shown));
  if (waiting_.size() == rows_that_decide) start();
}

void Table::finish() {
  if (!is_started_) start();
  out_.flush();
}

void Table::start() {
  is_started_ = true;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    auto width = width_of(columns_[i].heading);
    for (const auto& row : waiting_) width = std::max(width, width_of(row[i]));
    widths_.push_back(width);
  }
  leave_out_columns();
  shrink_columns();
  print_headings();
  for (const auto& row : waiting_) print(row);
  waiting_.clear();
}

std::size_t Table::line_width() const {
  std::size_t total = width_of(indent_);
  for (const auto width : widths_) total += width == 0 ? 0 : width + gap;
  return total - gap;
}

void Table::leave_out_columns() {
  while (width_ && line_width() > *width_) {
    auto least = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool is_less =
          least == columns_.size() || columns_[i].importance <= columns_[least].importance;
      if (widths_[i] != 0 && is_less) least = i;
    }
    // Columns of the highest importance stay: better cut than gone.
    const auto most = std::ranges::max(columns_, {}, &TableColumn::importance).importance;
    if (least == columns_.size() || columns_[least].importance == most) return;
    widths_[least] = 0;
    left_out_.push_back(columns_[least].heading);
  }
}

void Table::shrink_columns() {
  while (width_ && line_width() > *width_) {
    std::size_t widest = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool can_shrink = widths_[i] > columns_[i].least_width;
      if (can_shrink && (widest == columns_.size() || widths_[i] > widths_[widest])) widest = i;
    }
    if (widest == columns_.size()) return;
    --widths_[widest];
  }
}

void Table::print_headings() {
  std::vector<std::string> headings;
  std::vector<std::string> rules;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    headings.push_back(columns_[i].heading);
    std::string rule;
    for (std::size_t cell = 0; cell < widths_[i]; ++cell) rule += "─";
    rules.push_back(std::move(rule));
  }
  print(headings);
  print(rules);
}

void Table::print(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths_[i] == 0) continue;
    if (!line.empty()) line.append(gap, ' ');
    const auto cell = fitted(cells[i], widths_[i]);
    line += columns_[i].alignment == Alignment::right ? padded_left(cell, widths_[i])
                                                      : padded_right(cell, widths_[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out_ << indent_ << line << '\n';
}

}  // namespace salus::cli

#include "cli/import/chosen_rows.hpp"

#include <algorithm>

namespace salus::cli {

ChosenRows::ChosenRows(std::unique_ptr<RowSource> rows, std::vector<ChoiceRule> rules)
    : rows_{std::move(rows)}, rules_{std::move(rules)} {
  for (const auto& rule : rules_) positions_.push_back(position_of(rule.column, rows_->columns()));
}

bool ChosenRows::next(SourceRow& row) {
  while (rows_->next(row)) {
    if (!row.issues.empty() || is_chosen(row)) return true;
  }
  return false;
}

bool ChosenRows::is_chosen(const SourceRow& row) const {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const auto cell = trimmed(row.cells[positions_[i]]);
    const bool is_named = std::ranges::find(rules_[i].words, cell) != rules_[i].words.end();
    if (is_named != (rules_[i].choice == Choice::only)) return false;
  }
  return true;
}

}  // namespace salus::cli

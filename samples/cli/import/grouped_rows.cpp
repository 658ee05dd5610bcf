#include "cli/import/grouped_rows.hpp"

#include <unordered_map>
#include <utility>

namespace salus::cli {

GroupedRows::GroupedRows(std::unique_ptr<RowSource> rows, GroupRule rule)
    : rows_{std::move(rows)}, rule_{std::move(rule)}, columns_{rows_->columns()} {
  const auto& names = rows_->columns();
  for (const auto& name : rule_.by) key_positions_.push_back(position_of(name, names));
  for (auto* aggregates : {&rule_.smallest, &rule_.largest}) {
    for (auto& aggregate : *aggregates) {
      aggregate.text.from.bind(names);
      columns_.push_back(aggregate.name);
    }
  }
}

bool GroupedRows::next(SourceRow& row) {
  if (!is_collected_) collect();
  if (next_ == groups_.size()) return false;
  row = std::move(groups_[next_++]);
  return true;
}

void GroupedRows::collect() {
  is_collected_ = true;
  std::unordered_map<std::string, std::size_t> places;
  for (SourceRow row; rows_->next(row);) {
    const auto aggregates = aggregates_of(row);
    const bool is_good = row.issues.empty();
    if (is_good) {
      const auto [place, is_new] = places.try_emplace(key_of(row), groups_.size());
      if (!is_new) {
        merge(groups_[place->second], aggregates);
        continue;
      }
    }
    row.cells.insert(row.cells.end(), aggregates.begin(), aggregates.end());
    groups_.push_back(std::move(row));
  }
}

std::string GroupedRows::key_of(const SourceRow& row) const {
  std::string key;
  for (const auto position : key_positions_) {
    const auto& cell = row.cells[position];
    key += std::to_string(cell.size()) + ":" + cell;  // "1","23" is not "12","3"
  }
  return key;
}

std::vector<std::string> GroupedRows::aggregates_of(SourceRow& row) const {
  std::vector<std::string> texts;
  for (const auto* aggregates : {&rule_.smallest, &rule_.largest}) {
    for (const auto& aggregate : *aggregates) {
      std::string problem;
      texts.push_back(make_text(aggregate.text, row, problem));
      if (!problem.empty()) row.issues.add(aggregate.name, "invalid", problem);
    }
  }
  return texts;
}

void GroupedRows::merge(SourceRow& group, const std::vector<std::string>& aggregates) const {
  const auto first = group.cells.size() - aggregates.size();
  for (std::size_t i = 0; i < aggregates.size(); ++i) {
    auto& held = group.cells[first + i];
    const bool is_smallest = i < rule_.smallest.size();
    const bool is_better =
        held.empty() || (is_smallest ? aggregates[i] < held : aggregates[i] > held);
    if (is_better && !aggregates[i].empty()) held = aggregates[i];
  }
}

}  // namespace salus::cli

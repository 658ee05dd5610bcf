#include "cli/import/joined_rows.hpp"

#include <algorithm>

#include "cli/failure.hpp"
#include "cli/import/csv_rows.hpp"
#include "cli/words/nearest_name.hpp"

namespace salus::cli {

JoinedRows::JoinedRows(std::unique_ptr<RowSource> rows, std::span<const JoinRule> rules,
                       const std::filesystem::path& folder, char separator)
    : rows_{std::move(rows)}, columns_{rows_->columns()} {
  for (const auto& rule : rules) joined_.push_back(load(rule, folder, separator));
}

JoinedRows::Joined JoinedRows::load(const JoinRule& rule, const std::filesystem::path& folder,
                                    char separator) {
  CsvRows file{folder / rule.file, separator};
  const auto& names = file.columns();
  const auto key = std::ranges::find(names, rule.key);
  if (key == names.end()) {
    const std::vector<std::string_view> known{names.begin(), names.end()};
    throw Failure{ExitCode::failed,
                  rule.file + " has no column \"" + rule.key + "\".",
                  advice_for(rule.key, known)};
  }
  Joined joined{.file = rule.file, .value = rule.value, .width = names.size(), .rows = {}};
  joined.value.bind(rows_->columns());
  for (const auto& name : names) columns_.push_back(rule.name + "." + name);
  for (SourceRow row; file.next(row);) {
    auto value = row.cells[static_cast<std::size_t>(key - names.begin())];
    joined.rows.emplace(std::move(value), row.cells);
  }
  return joined;
}

bool JoinedRows::next(SourceRow& row) {
  if (!rows_->next(row)) return false;
  const SourceRow left = row;
  for (const auto& joined : joined_) append(joined, row, left);
  return true;
}

void JoinedRows::append(const Joined& joined, SourceRow& row, const SourceRow& left) {
  const auto value = joined.value.fill(left);
  const auto found = joined.rows.find(value);
  if (found != joined.rows.end()) {
    row.cells.insert(row.cells.end(), found->second.begin(), found->second.end());
    return;
  }
  if (!value.empty())
    row.issues.add("", "no_match", "It points to a row that " + joined.file + " does not have.");
  row.cells.resize(row.cells.size() + joined.width);
}

}  // namespace salus::cli

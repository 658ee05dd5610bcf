#include "cli/import/joined_rows.hpp"

#include "cli/import/csv_rows.hpp"

namespace salus::cli {

namespace {

/// So that "1","23" is not "12","3".
void append_part(std::string& key, std::string_view part) {
  key += std::to_string(part.size()) + ":";
  key += part;
}

}  // namespace

JoinedRows::JoinedRows(std::unique_ptr<RowSource> rows, std::span<const JoinRule> rules,
                       const std::filesystem::path& folder, const CsvForm& form)
    : rows_{std::move(rows)}, columns_{rows_->columns()} {
  for (const auto& rule : rules) joined_.push_back(load(rule, folder, form));
}

JoinedRows::Joined JoinedRows::load(const JoinRule& rule, const std::filesystem::path& folder,
                                    const CsvForm& form) {
  CsvRows file{folder / rule.file, form};
  const auto& names = file.columns();
  std::vector<std::size_t> positions;
  for (const auto& key : rule.keys) positions.push_back(position_of(key, names, rule.file));
  Joined joined{.name = rule.name,
                .file = rule.file,
                .values = rule.values,
                .width = names.size(),
                .rows = {}};
  for (auto& value : joined.values) value.bind(rows_->columns());
  for (const auto& name : names) columns_.push_back(rule.name + "." + name);
  for (SourceRow row; file.next(row);) {
    std::string key;
    for (const auto position : positions) append_part(key, trimmed(row.cells[position]));
    joined.rows.emplace(std::move(key), row.cells);
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
  std::string key;
  bool is_given = false;
  for (const auto& value : joined.values) {
    const auto part = value.fill(left);
    is_given = is_given || !part.empty();
    append_part(key, part);
  }
  const auto found = joined.rows.find(key);
  if (found != joined.rows.end()) {
    row.cells.insert(row.cells.end(), found->second.begin(), found->second.end());
    return;
  }
  if (is_given)
    row.issues.add(
        joined.name, "no_match", "It points to a row that " + joined.file + " does not have.");
  row.cells.resize(row.cells.size() + joined.width);
}

}  // namespace salus::cli

#pragma once

#include <memory>
#include <vector>

#include "cli/import/import_map.hpp"
#include "cli/import/source_row.hpp"

namespace salus::cli {

/// One row for each distinct combination of some columns: the first such row, with a column more for
/// each aggregate. In the order in which the combinations first occur. Memory: one row a group.
///
/// A row with an issue is a group of its own, so that it is reported.
class GroupedRows : public RowSource {
 public:
  GroupedRows(std::unique_ptr<RowSource> rows, GroupRule rule);

  const std::vector<std::string>& columns() const override { return columns_; }
  bool next(SourceRow& row) override;

 private:
  void collect();
  std::string key_of(const SourceRow& row) const;
  std::vector<std::string> aggregates_of(SourceRow& row) const;
  void merge(SourceRow& group, const std::vector<std::string>& aggregates) const;

  std::unique_ptr<RowSource> rows_;
  GroupRule rule_;
  std::vector<std::string> columns_;
  std::vector<std::size_t> key_positions_;
  std::vector<SourceRow> groups_;
  std::size_t next_ = 0;
  bool is_collected_ = false;
};

}  // namespace salus::cli

#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "cli/import/import_map.hpp"
#include "cli/import/source_row.hpp"

namespace salus::cli {

/// The rows of a source that a map asks for. A row with an issue is kept, so that it is reported.
class ChosenRows : public RowSource {
 public:
  /// Throws `Failure` naming the nearest at a column that there is not.
  ChosenRows(std::unique_ptr<RowSource> rows, std::vector<ChoiceRule> rules);

  const std::vector<std::string>& columns() const override { return rows_->columns(); }
  bool next(SourceRow& row) override;

 private:
  bool is_chosen(const SourceRow& row) const;

  std::unique_ptr<RowSource> rows_;
  std::vector<ChoiceRule> rules_;
  std::vector<std::size_t> positions_;  ///< Of the rules' columns.
};

}  // namespace salus::cli

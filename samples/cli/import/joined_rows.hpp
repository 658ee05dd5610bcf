#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <unordered_map>

#include "cli/import/import_map.hpp"
#include "cli/import/source_row.hpp"

namespace salus::cli {

/// Rows with the columns of other files beside them, named `{join.column}`.
///
/// The other files are kept in memory: departments, not measurements. A row that points to nothing
/// there gets an issue; one that points nowhere gets empty cells.
class JoinedRows : public RowSource {
 public:
  JoinedRows(std::unique_ptr<RowSource> rows, std::span<const JoinRule> rules,
             const std::filesystem::path& folder, const CsvForm& form);

  const std::vector<std::string>& columns() const override { return columns_; }
  bool next(SourceRow& row) override;

 private:
  struct Joined {
    std::string name;
    std::string file;
    std::vector<TextTemplate> values;
    std::size_t width = 0;
    std::unordered_map<std::string, std::vector<std::string>> rows;
  };

  Joined load(const JoinRule& rule, const std::filesystem::path& folder, const CsvForm& form);
  static void append(const Joined& joined, SourceRow& row, const SourceRow& left);

  std::unique_ptr<RowSource> rows_;
  std::vector<std::string> columns_;
  std::vector<Joined> joined_;
};

}  // namespace salus::cli

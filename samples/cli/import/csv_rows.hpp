#pragma once

#include <filesystem>
#include <fstream>

#include "salus/codec/csv.hpp"

#include "cli/import/source_row.hpp"

namespace salus::cli {

/// How a source writes its files.
struct CsvForm {
  char separator = ',';
  std::vector<std::string> missing{};  ///< Words for "no value": "NULL".
};

/// The rows of a CSV file under its header, read one at a time.
class CsvRows : public RowSource {
 public:
  /// Throws `Failure` if the file cannot be read or has no header.
  CsvRows(const std::filesystem::path& file, const CsvForm& form);

  const std::vector<std::string>& columns() const override { return columns_; }
  /// A row with too many or too few cells is handed on with an issue. Throws `Failure` where the
  /// file is no CSV.
  bool next(SourceRow& row) override;

 private:
  bool read(std::vector<std::string>& cells);

  std::string name_;
  std::vector<std::string> missing_;
  std::ifstream stream_;
  CsvReader reader_;
  std::vector<std::string> columns_;
};

}  // namespace salus::cli

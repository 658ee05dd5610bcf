#include "cli/import/csv_rows.hpp"

#include <algorithm>

#include "cli/failure.hpp"

namespace salus::cli {

namespace {

std::ifstream open_file(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (stream && !std::filesystem::is_directory(file)) return stream;
  throw Failure{ExitCode::failed,
                "the file " + file.string() + " cannot be read.",
                "The map names it; check the folder that you gave."};
}

}  // namespace

CsvRows::CsvRows(const std::filesystem::path& file, const CsvForm& form)
    : name_{file.filename().string()},
      missing_{form.missing},
      stream_{open_file(file)},
      reader_{stream_, {.separator = form.separator}} {
  if (!read(columns_)) {
    throw Failure{ExitCode::failed,
                  "the file " + file.string() + " is empty.",
                  "Its first line names the columns."};
  }
}

bool CsvRows::next(SourceRow& row) {
  row.issues = {};
  if (!read(row.cells)) return false;
  row.line = reader_.line();
  if (row.cells.size() != columns_.size()) {
    row.issues.add("",
                   "cells",
                   "The row has " + std::to_string(row.cells.size()) + " cells, and the header " +
                       std::to_string(columns_.size()) + ".");
    row.cells.resize(columns_.size());
  }
  for (auto& cell : row.cells) {
    if (std::ranges::find(missing_, trimmed(cell)) != missing_.end()) cell.clear();
  }
  return true;
}

bool CsvRows::read(std::vector<std::string>& cells) {
  try {
    return reader_.next(cells);
  } catch (const Error& error) {
    throw Failure{
        ExitCode::failed, name_ + ": " + error.what(), "Mend the line, and run the import again."};
  }
}

}  // namespace salus::cli

#pragma once

/// Tells the person at the terminal, or the program behind a pipe, how an import goes.

#include <chrono>

#include "cli/global_options.hpp"
#include "cli/import/importer.hpp"
#include "cli/terminal/progress.hpp"

namespace salus::cli {

/// Rows that are rejected, or taken against a rule, as they come, on standard output: an import of any
/// size needs no memory for them.
class ImportReport : public ImportListener {
 public:
  explicit ImportReport(OutputFormat format) : format_{format} {}

  void rejected(const RowNotice& notice) override;
  void overridden(const RowNotice& notice) override;
  void advanced(const ImportSection& section, const ImportCounts& counts) override;
  void finished(const ImportSection& section, const ImportCounts& counts) override;

  /// The table of what became of the rows of each section, and in all.
  void print_summary(const ImportCounts& total, ImportMode mode);

 private:
  struct Line {
    std::string file;
    std::string entity;
    ImportCounts counts;
  };

  void print_table(const ImportCounts& total);

  OutputFormat format_;
  Progress progress_{"rows"};
  std::vector<Line> lines_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace salus::cli

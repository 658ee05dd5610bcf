#pragma once

/// Runs an import: sections one after the other, rows in batches, each batch one transaction.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "salus/service/clinic.hpp"

#include "cli/import/import_map.hpp"
#include "cli/import/row_writer.hpp"

namespace salus::cli {

struct ImportCounts {
  std::array<std::uint64_t, 4> rows{};  ///< By outcome.
  std::uint64_t overridden = 0;  ///< Of those that were written: against a rule, with a reason.

  std::uint64_t operator[](RowOutcome outcome) const {
    return rows[static_cast<std::size_t>(outcome)];
  }
  void add(const RowResult& result) {
    ++rows[static_cast<std::size_t>(result.outcome)];
    if (!result.overridden.empty()) ++overridden;
  }
  void add(const ImportCounts& other) {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] += other.rows[i];
    overridden += other.overridden;
  }
  std::uint64_t all() const { return rows[0] + rows[1] + rows[2] + rows[3]; }
};

/// A row that was not taken, and why; or that was taken against a rule.
struct RowNotice {
  std::string file;
  std::size_t line = 0;
  RowResult result;
};

/// Is told how it goes.
class ImportListener {
 public:
  ImportListener() = default;
  ImportListener(const ImportListener&) = delete;
  ImportListener& operator=(const ImportListener&) = delete;
  virtual ~ImportListener() = default;

  virtual void rejected(const RowNotice& notice) = 0;
  virtual void overridden(const RowNotice& notice) = 0;
  virtual void advanced(const ImportSection& section, const ImportCounts& counts) = 0;
  virtual void finished(const ImportSection& section, const ImportCounts& counts) = 0;
};

enum class ImportMode : std::uint8_t {
  write,
  dry_run,  ///< Everything is done, and undone at the end.
};

/// Imports a folder of files as the map says; answers what became of the rows in all. Throws
/// `Failure` before anything is written if the map does not fit the files or the entities.
ImportCounts run_import(const Clinic& clinic, ImportMap& map, const std::filesystem::path& folder,
                        ImportMode mode, ImportListener& listener);

}  // namespace salus::cli

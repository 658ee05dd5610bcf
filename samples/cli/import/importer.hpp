#pragma once

/// Runs an import: sections one after the other, rows in batches, each batch one transaction.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "salus/service/clinic.hpp"

#include "cli/import/import_map.hpp"
#include "cli/import/row_maker.hpp"

namespace salus::cli {

/// What became of a row.
enum class RowOutcome : std::uint8_t { created, updated, unchanged, rejected };

struct ImportCounts {
  std::array<std::uint64_t, 4> rows{};

  std::uint64_t operator[](RowOutcome outcome) const {
    return rows[static_cast<std::size_t>(outcome)];
  }
  void add(RowOutcome outcome) { ++rows[static_cast<std::size_t>(outcome)]; }
  void add(const ImportCounts& other) {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] += other.rows[i];
  }
  std::uint64_t all() const { return rows[0] + rows[1] + rows[2] + rows[3]; }
};

/// A row that was not taken, and why.
struct Rejection {
  std::string file;
  std::size_t line = 0;
  Issues issues;
};

/// Is told how it goes.
class ImportListener {
 public:
  ImportListener() = default;
  ImportListener(const ImportListener&) = delete;
  ImportListener& operator=(const ImportListener&) = delete;
  virtual ~ImportListener() = default;

  virtual void rejected(const Rejection& rejection) = 0;
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

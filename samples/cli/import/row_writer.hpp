#pragma once

/// Writes what rows want to be.

#include <array>
#include <cstdint>
#include <string>

#include "salus/service/session.hpp"

#include "cli/import/row_finder.hpp"
#include "cli/import/row_maker.hpp"

namespace salus::cli {

/// What became of a row.
enum class RowOutcome : std::uint8_t { created, updated, unchanged, rejected };

/// The same, with why.
struct RowResult {
  RowOutcome outcome = RowOutcome::unchanged;
  Issues issues{};           ///< Of a rejected row.
  std::string overridden{};  ///< The rule that is broken with the map's reason; empty: none.
};

/// Inside a transaction: each write is a savepoint, and if it is refused only it is undone.
class RowWriter {
 public:
  RowWriter(Session& session, RowFinder& finder) : session_{session}, finder_{finder} {}

  /// Creates the row, or changes what differs. Throws what is not about this row alone.
  RowResult write(const RowMaker& maker, const RowDraft& draft);

 private:
  RowResult create_or_update(const RowMaker& maker, const RowDraft& draft);
  Record write_overlapping(const RowDraft& draft, const Record* row, Patch patch,
                           std::string& overridden);
  Record write_patch(const Record* row, const Patch& patch);
  Record update(const Record& row, const Patch& patch);

  Session& session_;
  RowFinder& finder_;
};

}  // namespace salus::cli

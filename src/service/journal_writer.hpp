#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "salus/domain/journal_entry.hpp"
#include "salus/storage/session.hpp"

#include "clinic_state.hpp"

namespace salus {

/// A row before and after a write; one side is empty for a creation or a removal.
struct RowChange {
  const EntityInfo* entity = nullptr;
  Action action = Action::update;
  Uuid row_id;
  std::span<const Value> before;
  std::span<const Value> after;
};

/// Collects the entries of one transaction and chains them just before its commit, so that a stream
/// is held as briefly as possible.
class JournalWriter {
 public:
  JournalWriter(const ClinicState& state, const Principal& principal)
      : state_{state}, principal_{principal} {}

  void note(const RowChange& change, Timestamp now);

  /// A mark to return to when a savepoint is undone.
  std::size_t mark() const { return drafts_.size(); }
  void cut(std::size_t mark) { drafts_.resize(mark); }

  /// Appends everything noted to a stream of the organization's journal.
  void flush(Transaction& transaction);

 private:
  const ClinicState& state_;
  const Principal& principal_;
  std::vector<JournalEntry> drafts_;
};

}  // namespace salus

#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

#include "salus/domain/journal_entry.hpp"
#include "salus/storage/session.hpp"

#include "clinic_state.hpp"
#include "row_change.hpp"

namespace salus {

/// Collects the entries of one transaction and chains them just before its commit, so that a stream
/// is held as briefly as possible.
class JournalWriter {
 public:
  /// Follows all three: they outlive the writer.
  JournalWriter(const ClinicState& state, const Principal& principal,
                const std::shared_ptr<const EffectivePolicy>& policy)
      : state_{state}, principal_{principal}, policy_{policy} {}

  void note(const RowChange& change, Timestamp now);

  /// A mark to return to when a savepoint is undone.
  std::size_t mark() const { return drafts_.size(); }
  void cut(std::size_t mark) { drafts_.resize(mark); }

  /// Takes over what another has noted in the same transaction.
  void adopt(JournalWriter& other) {
    std::ranges::move(other.drafts_, std::back_inserter(drafts_));
    other.drafts_.clear();
  }

  /// Appends everything noted to a stream of the organization's journal.
  void flush(Transaction& transaction);

 private:
  const ClinicState& state_;
  const Principal& principal_;
  const std::shared_ptr<const EffectivePolicy>& policy_;
  std::vector<JournalEntry> drafts_;
};

}  // namespace salus

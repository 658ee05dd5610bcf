#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <string_view>
#include <vector>

#include "salus/storage/session.hpp"

#include "clinic_state.hpp"
#include "journal_draft.hpp"
#include "row_change.hpp"

namespace salus {

/// The entries of one session. What a transaction writes has its entries in that transaction; what was
/// shown or refused meanwhile goes with them if it is committed, and by the journal's own connection if
/// not, or if there is no transaction.
class JournalWriter {
 public:
  /// Follows all three: they outlive the writer.
  JournalWriter(const ClinicState& state, const Principal& principal,
                const std::shared_ptr<const EffectivePolicy>& policy)
      : state_{state}, principal_{principal}, policy_{policy} {}

  void note_change(const RowChange& change, Timestamp at);

  /// A call was refused. `row` is nil where it was not about one.
  void note_denial(std::string_view action, const EntityInfo& entity, const Uuid& row,
                   std::string_view reason, Timestamp at);

  /// Rows were shown. Waits for the writing if the clinic's journal is strict, and for room if too many
  /// wait already.
  void note_shown(JournalDraft draft);

  bool notes_reads() const;
  /// An entry to be filled in, of what this session's principal does.
  JournalDraft draft(std::string_view action, Timestamp at) const;
  const RandomSource& random() const { return state_.environment.random; }

  /// A transaction begins, for the first time or again.
  void begin();
  /// A mark to return to when a savepoint is undone.
  std::size_t mark() const { return changes_.size(); }
  void cut(std::size_t mark) { changes_.resize(mark); }
  /// Takes over what another has noted in the same transaction.
  void adopt(JournalWriter& other) {
    std::ranges::move(other.changes_, std::back_inserter(changes_));
    other.changes_.clear();
  }
  /// The last thing that the transaction does.
  void append(Transaction& transaction);
  /// After a commit that is in doubt: whether the journal has its last entry, and so all of it was written.
  bool is_appended() const;
  void committed();
  void rolled_back();

 private:
  bool is_strict() const;

  const ClinicState& state_;
  const Principal& principal_;
  const std::shared_ptr<const EffectivePolicy>& policy_;
  bool in_transaction_ = false;
  std::vector<JournalDraft> changes_;  ///< Undone with the transaction, or with a savepoint of it.
  std::vector<JournalDraft> seen_;     ///< What was shown and refused in it: that is never undone.
};

}  // namespace salus

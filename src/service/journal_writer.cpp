#include "journal_writer.hpp"

#include <utility>

#include "salus/access/scope_condition.hpp"

#include "journal_append.hpp"
#include "journal_body.hpp"
#include "journal_queue.hpp"
#include "system_principal.hpp"

namespace salus {

namespace {

std::vector<Uuid> patients_of(const RowChange& change) {
  std::vector<Uuid> patients;
  for (const auto& field : change.entity->fields()) {
    if (detail::compartment_of(*change.entity, field) != entity_info<Patient>().name) continue;
    for (const auto& side : {change.before, change.after}) {
      const auto* id = side.empty() ? nullptr : std::get_if<Uuid>(&side[field.position]);
      if (id != nullptr) patients.push_back(*id);
    }
  }
  return patients;
}

}  // namespace

JournalDraft JournalWriter::draft(std::string_view action, Timestamp at) const {
  return draft_of(principal_, policy_->version, action, at);
}

void JournalWriter::note_change(const RowChange& change, Timestamp at) {
  auto noted = draft(to_name(change.action), at);
  noted.entry.entity = change.entity->name;
  noted.entry.row_id = change.row_id;
  noted.patients = patients_of(change);
  set_body(noted.entry, change_json(change), random());
  changes_.push_back(std::move(noted));
}

void JournalWriter::note_denial(std::string_view action, const EntityInfo& entity, const Uuid& row,
                                std::string_view reason, Timestamp at) {
  auto denial = draft(action, at);
  denial.entry.entity = entity.name;
  denial.entry.row_id = row;
  denial.entry.outcome = JournalOutcome::denied;
  if (&entity == &entity_info<Patient>() && !row.is_nil()) denial.patients.push_back(row);
  set_body(denial.entry, denial_json(reason), random());
  if (in_transaction_)
    seen_.push_back(std::move(denial));
  else
    state_.journal->add_and_wait(std::move(denial));
}

void JournalWriter::note_shown(JournalDraft draft) {
  if (in_transaction_)
    seen_.push_back(std::move(draft));
  else if (is_strict())
    state_.journal->add_and_wait(std::move(draft));
  else
    state_.journal->add(std::move(draft));
}

/// Accounts are looked up before it is known who asks; the log-in that follows has its own entry.
bool JournalWriter::notes_reads() const {
  return state_.journal->options().reads != JournalReads::off &&
         !principal_.roles.contains(Role::authenticator);
}

bool JournalWriter::is_strict() const {
  return state_.journal->options().reads == JournalReads::strict;
}

void JournalWriter::begin() {
  in_transaction_ = true;
  changes_.clear();
  seen_.clear();
}

void JournalWriter::append(Transaction& transaction) {
  std::vector<JournalDraft*> drafts;
  for (auto& change : changes_) drafts.push_back(&change);
  for (auto& seen : seen_) drafts.push_back(&seen);
  append_to_journal(transaction, drafts);
}

bool JournalWriter::is_appended() const {
  const auto& last = seen_.empty() ? changes_ : seen_;
  if (last.empty()) return false;
  const auto storage =
      state_.backend->open(state_.session_options(system_principal(Role::auditor)));
  return salus::is_appended(*storage, last.back());
}

void JournalWriter::committed() {
  in_transaction_ = false;
  changes_.clear();
  seen_.clear();
}

void JournalWriter::rolled_back() {
  in_transaction_ = false;
  changes_.clear();
  bool waits = is_strict();
  for (auto& seen : std::exchange(seen_, {})) {
    waits |= seen.entry.outcome == JournalOutcome::denied;
    state_.journal->add(std::move(seen));
  }
  if (waits) state_.journal->settle();
}

}  // namespace salus

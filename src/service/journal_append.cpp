#include "journal_append.hpp"

#include <chrono>
#include <set>
#include <tuple>
#include <utility>

#include "salus/domain/patient_access.hpp"
#include "salus/query/column.hpp"

#include "journal_chain.hpp"

namespace salus {

namespace {

/// In one order on every connection, so that two transactions cannot wait for each other.
class Accesses {
 public:
  void add(const JournalDraft& draft) {
    const auto& entry = draft.entry;
    organization_ = entry.organization_id;
    for (const auto& patient : draft.patients) {
      known_.emplace(patient,
                     std::chrono::floor<std::chrono::hours>(entry.at),
                     entry.actor.value_or(Id<User>{}).value,
                     entry.acting_as,
                     entry.outcome);
    }
  }

  Insert rows() const {
    Insert insert{&entity_info<PatientAccess>(), {}};
    insert.skips_existing = true;
    for (const auto& [patient, hour, actor, acting_as, outcome] : known_) {
      insert.rows.push_back(values_of(PatientAccess{
          organization_, Id<Patient>{patient}, hour, Id<User>{actor}, acting_as, outcome}));
    }
    return insert;
  }

 private:
  Id<Organization> organization_;
  std::set<std::tuple<Uuid, Timestamp, Uuid, std::string, JournalOutcome>> known_;
};

}  // namespace

void append_to_journal(Transaction& transaction, std::span<JournalDraft* const> drafts) {
  if (drafts.empty()) return;
  Accesses accesses;
  for (auto* draft : drafts) {
    settle_patients(*draft);
    accesses.add(*draft);
  }
  if (const auto rows = accesses.rows(); !rows.rows.empty()) transaction.insert(rows);

  JournalHead head = transaction.claim_journal_stream();
  ChainHash chain_hash;
  Insert insert{&entity_info<JournalEntry>(), {}};
  for (auto* draft : drafts) {
    auto& entry = draft->entry;
    entry.stream = head.stream;
    entry.sequence = ++head.sequence;
    head.hash = chain_hash(chained_fields_of(entry), head.hash);
    entry.hash = Bytes{head.hash};
    insert.rows.push_back(values_of(entry));
  }
  transaction.insert(insert);
}

bool is_appended(Reader& reader, const JournalDraft& draft) {
  Count query;
  query.entity = &entity_info<JournalEntry>();
  query.where = f<&JournalEntry::stream> == draft.entry.stream &&
                f<&JournalEntry::sequence> == draft.entry.sequence &&
                f<&JournalEntry::hash> == draft.entry.hash;
  return reader.count(query) == 1;
}

}  // namespace salus

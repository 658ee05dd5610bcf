#include "journal_streams.hpp"

#include <optional>
#include <utility>

#include "internals.hpp"
#include "journal_chain.hpp"
#include "system_principal.hpp"

namespace salus {

namespace {

std::optional<JournalHead> first_entry(Session& auditor, Expr where, OrderKey order) {
  ListOptions options;
  options.filter = std::move(where);
  options.order = {order};
  options.limit = 1;
  std::optional<JournalHead> found;
  Internals::of(auditor).for_each(
      entity_info<JournalEntry>(), std::move(options), [&found](const RowView& row) {
        // By cells: an entry that was tampered with may be no entry any more.
        const auto fields = chained_fields_of(row);
        const auto& hash = std::get<BytesView>(row[field_info<&JournalEntry::hash>()]).data;
        found = JournalHead{
            static_cast<std::int32_t>(fields.stream), fields.sequence, std::string{hash}};
      });
  return found;
}

}  // namespace

std::vector<JournalHead> heads_of_journal(const Clinic& clinic) {
  auto auditor = clinic.act_as_system(Role::auditor);
  std::vector<JournalHead> heads;
  std::int32_t last = -1;
  while (const auto next = first_entry(
             auditor, f<&JournalEntry::stream> > last, {&field_info<&JournalEntry::stream>()})) {
    last = next->stream;
    heads.push_back(first_entry(auditor,
                                f<&JournalEntry::stream> == last,
                                {&field_info<&JournalEntry::sequence>(), Direction::descending})
                        .value());
  }
  return heads;
}

void note_use_of_journal(const Clinic& clinic, std::string_view action) {
  const auto& state = Internals::of(clinic);
  if (state.journal->options().reads == JournalReads::off) return;
  auto principal = system_principal(Role::auditor);
  principal.organization = state.organization;
  auto draft = draft_of(principal, clinic.policy_version(), action, state.environment.clock());
  draft.entry.entity = entity_info<JournalEntry>().name;
  set_body(draft.entry, "{}", state.environment.random);
  state.journal->add_and_wait(std::move(draft));
}

}  // namespace salus

#include "log_in_journal.hpp"

#include <array>
#include <utility>

#include "salus/core/json_text.hpp"

#include "journal_append.hpp"
#include "system_principal.hpp"

namespace salus {

namespace {

JournalDraft entry_of(const ClinicState& state, std::string_view action,
                      std::optional<Id<User>> user, std::string session, std::string_view body) {
  auto principal = system_principal(Role::authenticator);
  principal.organization = state.organization;
  principal.user = user;
  principal.session = std::move(session);
  const auto& policy = *state.policies->built_in();
  auto draft = draft_of(principal, policy.version, action, state.environment.clock());
  draft.entry.entity = entity_info<User>().name;
  draft.entry.row_id = user.value_or(Id<User>{}).value;
  set_body(draft.entry, body, state.environment.random);
  return draft;
}

}  // namespace

void note_log_in(const ClinicState& state, Transaction& transaction, std::string_view action,
                 Id<User> user, std::string session) {
  auto draft = entry_of(state, action, user, std::move(session), "{}");
  append_to_journal(transaction, std::array{&draft});
}

void note_refused_log_in(const ClinicState& state, std::optional<Id<User>> user,
                         std::string_view email) {
  std::string body = "{\"email\":";
  append_json_string(body, email);
  auto draft = entry_of(state, "log_in", user, {}, body + '}');
  draft.entry.outcome = JournalOutcome::denied;
  state.journal->add_and_wait(std::move(draft));
}

}  // namespace salus

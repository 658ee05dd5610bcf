#include "authentication.hpp"

#include <optional>
#include <string>

#include "accounts.hpp"
#include "log_in_journal.hpp"
#include "own_rows.hpp"
#include "password.hpp"
#include "throttling.hpp"

namespace salus {

namespace {

void set_last_log_in(const ClinicState& state, Transaction& transaction, Id<User> user,
                     Timestamp now) {
  OwnRows{state, entity_info<User>(), now}.update(
      transaction, f<&User::id> == user, {assign<&User::last_login>(now)});
}

/// Unless somebody has set another password meanwhile.
void replace_hash(const ClinicState& state, Transaction& transaction, const User& account,
                  const std::string& hash, Timestamp now) {
  OwnRows{state, entity_info<User>(), now}.update(
      transaction,
      f<&User::id> == account.id && f<&User::password_hash> == account.password_hash,
      {assign<&User::password_hash>(hash)});
}

}  // namespace

Stored<User> authenticate(const ClinicState& state, Session& directory,
                          const Credentials& credentials, const OpenSession& open_session) {
  const Throttling throttling{state, credentials.email, credentials.address};
  throttling.admit();
  const auto& cost = state.identity.password_cost;
  const auto account = find_account(directory, credentials.email);
  const auto verdict = verify_password(
      credentials.password, account ? (*account)->password_hash : std::string{}, cost);
  // Here, and only here, a log-in fails for what was given; the reason is told to nobody.
  if (!verdict.matches || !(*account)->is_active) {
    note_refused_log_in(
        state, account ? std::optional{(*account)->id} : std::nullopt, credentials.email);
    throw refused(refusal::bad_credentials);
  }
  const auto new_hash =
      verdict.is_outdated ? std::optional{hash_password(credentials.password, cost)} : std::nullopt;
  open_for_log_in(state)->run([&](Transaction& transaction) {
    const auto now = state.environment.clock();
    throttling.forgive(transaction, now);
    set_last_log_in(state, transaction, (*account)->id, now);
    if (new_hash) replace_hash(state, transaction, **account, *new_hash, now);
    note_log_in(state, transaction, "log_in", (*account)->id, open_session(transaction, *account));
  });
  return *account;
}

}  // namespace salus

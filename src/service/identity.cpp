#include "salus/service/identity.hpp"

#include <utility>

#include "salus/schema/validation.hpp"
#include "salus/service/no_such_row.hpp"
#include "salus/service/password_rules.hpp"

#include "accounts.hpp"
#include "authentication.hpp"
#include "internals.hpp"
#include "log_in_journal.hpp"
#include "own_rows.hpp"
#include "password.hpp"
#include "patch_rules.hpp"
#include "signing_keys.hpp"
#include "system_principal.hpp"
#include "throttling.hpp"
#include "token_families.hpp"

namespace salus {

namespace {

TokenSubject new_subject(const ClinicState& state, const Stored<User>& account) {
  return {account->id,
          state.organization,
          Id<TokenFamily>{state.new_id(state.environment.clock())},
          account->session_epoch};
}

void forget_expired_families(const ClinicState& state) {
  open_for_log_in(state)->run([&state](Transaction& transaction) {
    TokenFamilies{state, state.environment.clock()}.forget_expired(transaction);
  });
}

/// The account of a token that may be refreshed.
Stored<User> account_of(Session& directory, const TokenSubject& subject) {
  auto account = directory.get(subject.user);
  if (!account || !(*account)->is_active) throw refused(refusal::no_account);
  if ((*account)->session_epoch != subject.epoch) throw refused(refusal::blacklisted);
  return *std::move(account);
}

TokenSubject refreshable_subject(const ClinicState& state, std::string_view token) {
  const auto subject = state.keys.verify(state, token, TokenType::refresh);
  if (subject.organization != state.organization) throw refused(refusal::no_account);
  return subject;
}

/// Does something with the last token of a family; with any other the family ends, which must be committed before the
/// error is thrown.
template <class UseLast>
void with_last_token(const ClinicState& state, const TokenSubject& subject,
                     const UseLast& use_last) {
  bool was_last = false;
  open_for_log_in(state)->run([&](Transaction& transaction) {
    const TokenFamilies families{state, state.environment.clock()};
    was_last = use_last(transaction, families);
    if (!was_last) families.revoke(transaction, subject);
  });
  if (!was_last) throw refused(refusal::blacklisted);
}

/// Log-in's rights for one errand of a caller, in whose name it is journalled.
Session log_in_for(const Clinic& clinic, const Principal& caller) {
  auto principal = system_principal(Role::authenticator);
  principal.user = caller.user;
  principal.session = caller.session;
  return clinic.act_as(std::move(principal));
}

User account_for(const Registration& registration) {
  User user;
  user.email = registration.email;
  user.name = registration.name;
  user.is_patient = registration.is_patient;
  user.requested_doctor = registration.is_doctor;
  user.requested_admin_staff = registration.is_admin_staff;
  user.phone_number = registration.phone_number;
  user.address = registration.address;
  return user;
}

/// The fields that a registration gives; what is wrong with them, all at once.
Patch patch_for(const Registration& registration) {
  const auto user = account_for(registration);
  Patch patch{entity_info<User>()};
  const User untouched;
  for (const auto& field : entity_info<User>().fields()) {
    auto value = field.load(&user);
    if (field.required || value != field.load(&untouched)) patch.set(field, std::move(value));
  }
  Issues issues;
  validate_required(patch, issues);
  validate(entity_info<User>(), values_of(user), issues);
  check_password(
      registration.password, {.email = registration.email, .name = registration.name}, issues);
  throw_if_any(std::move(issues));
  return patch;
}

/// As any update: who may not see the account learns nothing of it.
Error refusal_for(Session& caller, Id<User> user, std::string_view text) {
  return caller.get(user) ? Error{ErrorCode::forbidden, std::string{text}}
                          : no_such_row(entity_info<User>());
}

const PasswordCost& password_cost_of(const Clinic& clinic) {
  return Internals::of(clinic).identity.password_cost;
}

/// By a password one could be anybody, so it is given by those who make others staff.
Attachment attachment_of(const Secret& password, const Patch& changes, const User& before,
                         const PasswordCost& cost) {
  Issues issues;
  check_password(password, changes, before, issues);
  throw_if_any(std::move(issues));
  Attachment attached{Patch{entity_info<User>()}, {}};
  attached.needs.add(field_info<&User::is_admin_staff>());
  attached.values.set(field_info<&User::password_hash>(), hash_password(password, cost));
  return attached;
}

}  // namespace

Identity::Identity(const Clinic& clinic) : clinic_{clinic} {}

LoggedIn Identity::log_in(const Credentials& credentials) const {
  const auto& state = Internals::of(clinic_);
  auto directory = clinic_.act_as_system(Role::authenticator);
  const auto authority = state.keys.current(state);
  TokenSubject subject;
  TokenPair tokens;
  const auto account = authenticate(
      state, directory, credentials, [&](Transaction& transaction, const Stored<User>& found) {
        subject = new_subject(state, found);
        tokens = authority->issue(subject, *found);
        TokenFamilies{state, state.environment.clock()}.open(transaction, subject, tokens);
        return subject.family.to_string();
      });
  forget_expired_families(state);
  return {clinic_.act_as(principal_of(directory, account, subject.family.to_string())),
          std::move(tokens)};
}

LoggedIn Identity::open(Session& directory, Id<User> user) const {
  const auto& state = Internals::of(clinic_);
  const auto account = directory.get(user);
  if (!account || !(*account)->is_active) throw refused(refusal::bad_credentials);
  const auto subject = new_subject(state, *account);
  auto tokens = state.keys.current(state)->issue(subject, **account);
  open_for_log_in(state)->run([&](Transaction& transaction) {
    TokenFamilies{state, state.environment.clock()}.open(transaction, subject, tokens);
  });
  forget_expired_families(state);
  return {clinic_.act_as(principal_of(directory, *account, subject.family.to_string())),
          std::move(tokens)};
}

TokenPair Identity::issue_tokens(const Session& session) const {
  const auto& user = session.principal().user;
  if (!user) throw Error{ErrorCode::invalid_input, "Tokens are for users."};
  auto directory = clinic_.act_as_system(Role::authenticator);
  return open(directory, *user).tokens;
}

TokenPair Identity::refresh(std::string_view refresh_token) const {
  const auto& state = Internals::of(clinic_);
  const auto subject = refreshable_subject(state, refresh_token);
  with_last_token(state, subject, [&](Transaction& transaction, const TokenFamilies& families) {
    return families.is_last(transaction, subject, refresh_token);
  });
  auto directory = clinic_.act_as_system(Role::authenticator);
  const auto account = account_of(directory, subject);
  auto tokens = state.keys.current(state)->issue(subject, *account);
  with_last_token(state, subject, [&](Transaction& transaction, const TokenFamilies& families) {
    return families.rotate(transaction, subject, refresh_token, tokens.refresh);
  });
  return tokens;
}

void Identity::log_out(std::string_view refresh_token) const {
  const auto& state = Internals::of(clinic_);
  const auto subject = refreshable_subject(state, refresh_token);
  with_last_token(state, subject, [&](Transaction& transaction, const TokenFamilies& families) {
    const bool is_last = families.is_last(transaction, subject, refresh_token);
    families.revoke(transaction, subject);
    if (is_last)
      note_log_in(state, transaction, "log_out", subject.user, subject.family.to_string());
    return is_last;
  });
}

void Identity::log_out_everywhere(Session& caller, Id<User> user) const {
  const bool is_own = caller.principal().user == user;
  if (!is_own && !caller.can<Action::update>(user))
    throw refusal_for(caller, user, "You may not log out this user.");
  auto directory = log_in_for(clinic_, caller.principal());
  const auto account = directory.get(user);
  if (!account) throw no_such_row(entity_info<User>());
  directory.update(*account, set(f<&User::session_epoch>, (*account)->session_epoch + 1));
}

LoggedIn Identity::register_account(const Registration& registration,
                                    std::string_view client_address) const {
  auto patch = patch_for(registration);
  Throttling::of_registrations(Internals::of(clinic_), client_address).admit();
  patch.set(field_info<&User::password_hash>(),
            hash_password(registration.password, password_cost_of(clinic_)));
  clinic_.act_as_system(Role::registrar).create(patch);
  // Registration may write accounts and read none, so log-in looks for it.
  auto directory = clinic_.act_as_system(Role::authenticator);
  const auto account = find_account(directory, registration.email);
  if (!account) throw refused(refusal::bad_credentials);
  return open(directory, (*account)->id);
}

Record Identity::create_account(Session& caller, const Patch& account,
                                const Secret& password) const {
  auto& session = Internals::of(caller);
  return session.answer("create", account.entity(), {}, [&] {
    if (!session.may_ever(Action::create, account.entity()))
      throw Error{ErrorCode::forbidden, "You may not create this user."};
    const auto attached = attachment_of(password, account, {}, password_cost_of(clinic_));
    return session.create(account, std::nullopt, &attached);
  });
}

Record Identity::update_account(Session& caller, Id<User> user,
                                std::optional<std::int64_t> expected_version, const Patch& changes,
                                const Secret& password) const {
  auto& session = Internals::of(caller);
  return session.answer("update", changes.entity(), user.value, [&] {
    // Before anything is hashed: else whoever may not do this could keep the program busy by it.
    if (!caller.can<Action::update>(user).fields().contains(field_info<&User::is_admin_staff>()))
      throw refusal_for(caller, user, "You may not set this user's password.");
    const auto found = log_in_for(clinic_, caller.principal()).get(user);
    if (!found) throw no_such_row(entity_info<User>());
    const auto& before = *found;
    auto attached = attachment_of(password, changes, *before, password_cost_of(clinic_));
    attached.values.set(field_info<&User::session_epoch>(), before->session_epoch + 1);
    return session.update(
        user.value, expected_version.value_or(before.version()), changes, &attached);
  });
}

void Identity::rotate_keys() const {
  const auto& state = Internals::of(clinic_);
  state.keys.rotate(state);
}

// -- what the clinic itself does by them --------------------------------------------------------------

Session Clinic::log_in(std::string_view email, const Secret& password,
                       std::string_view address) const {
  auto directory = act_as_system(Role::authenticator);
  const Credentials credentials{.email = email, .password = password, .address = address};
  const auto account =
      authenticate(*state_, directory, credentials, [&](Transaction&, const Stored<User>&) {
        return directory.principal().session;
      });
  return act_as(principal_of(directory, account, directory.principal().session));
}

Session Clinic::session(std::string_view access_token) const {
  const auto subject = state_->keys.verify(*state_, access_token, TokenType::access);
  if (subject.organization != state_->organization) throw refused(refusal::unknown_user);
  auto finder = system_principal(Role::authenticator);
  finder.session = subject.family.to_string();
  auto directory = act_as(std::move(finder));
  const auto living =
      find_account(directory,
                   f<&User::id> == subject.user && f<&User::session_epoch> == subject.epoch &&
                       has_living_family(subject));
  if (living && (*living)->is_active)
    return act_as(principal_of(directory, *living, directory.principal().session));
  // They had an account once, so to tell what became of it tells nobody anything new.
  const auto account = directory.get(subject.user);
  if (!account) throw refused(refusal::unknown_user);
  throw refused((*account)->is_active ? refusal::invalid_token : refusal::inactive_user);
}

}  // namespace salus

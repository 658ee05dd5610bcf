#include "salus/service/clinic.hpp"

#include <algorithm>
#include <optional>
#include <variant>

#include "salus/access/row_security.hpp"
#include "salus/schema/change.hpp"
#include "salus/service/password_rules.hpp"

#include "accounts.hpp"
#include "clinic_state.hpp"
#include "digest.hpp"
#include "password.hpp"
#include "session_implementation.hpp"
#include "system_principal.hpp"

namespace salus {

namespace {

std::shared_ptr<ClinicState> make_state(std::shared_ptr<Backend> backend, ClinicOptions options) {
  auto state = std::make_shared<ClinicState>();
  state->backend = std::move(backend);
  state->schema = required_schema(options);
  state->policies = std::make_unique<const PolicyCache>(std::move(options.policy), options.catalog);
  state->catalog = std::move(options.catalog);
  state->environment = std::move(options.environment);
  state->identity = options.identity;
  state->organization = organization_id_of(options.organization);
  state->journal =
      std::make_unique<JournalQueue>(state->backend,
                                     state->session_options(system_principal(Role::auditor)),
                                     state->environment,
                                     options.journal);
  return state;
}

void refuse_newer(const std::vector<SchemaChange>& changes) {
  for (const auto& change : changes) {
    if (const auto* unknown = std::get_if<UnknownColumn>(&change)) {
      throw Error{ErrorCode::newer_schema,
                  "The database has the column \"" + unknown->table + "." + unknown->column +
                      "\", which this program does not know: it was written by a newer "
                      "version. Nothing was changed."};
    }
  }
}

void require_current_schema(Backend& backend, const SchemaSnapshot& wanted) {
  if (wanted.row_security != nullptr && !backend.capabilities().row_level_security) {
    throw Error{ErrorCode::unsupported,
                "Here row-level security does not hold: another database, or a role above it."};
  }
  const auto changes = compare(backend.inspect(), wanted);
  refuse_newer(changes);
  if (!changes.empty()) {
    throw Error{ErrorCode::schema_mismatch,
                "The database lacks tables or columns that this program needs; run \"salus init\" "
                "(Clinic::install) to add them."};
  }
  backend.verify_guards(wanted);
}

void apply_schema(Backend& backend, const SchemaSnapshot& wanted) {
  const auto changes = compare(backend.inspect(), wanted);
  refuse_newer(changes);
  if (!changes.empty()) backend.apply(changes);
  backend.renew_guards(wanted);
}

std::string new_session_name(const ClinicState& state) {
  return state.new_id(state.environment.clock()).to_string();
}

/// A session that bears the name of the one that looked the account up.
Session act_as_active(const Clinic& clinic, Session& directory,
                      const std::optional<Stored<User>>& account) {
  if (!account || !(*account)->is_active) throw refused(refusal::bad_credentials);
  return clinic.act_as(principal_of(directory, *account, directory.principal().session));
}

}  // namespace

SchemaSnapshot required_schema(const ClinicOptions& options) {
  auto schema = snapshot_of(options.catalog);
  if (options.row_security == RowSecurityProfile::full)
    schema.row_security = row_security_of(options.policy, options.catalog);
  return schema;
}

Id<Organization> organization_id_of(std::string_view slug) {
  const auto digest = sha256("salus.organization:" + std::string{slug});
  Id<Organization> id;
  std::copy_n(digest.begin(), id.value.bytes.size(), id.value.bytes.begin());
  id.value.bytes[6] = static_cast<std::uint8_t>((id.value.bytes[6] & 0x0FU) | 0x80U);
  id.value.bytes[8] = static_cast<std::uint8_t>((id.value.bytes[8] & 0x3FU) | 0x80U);
  return id;
}

Clinic::Clinic(std::shared_ptr<const ClinicState> state) : state_{std::move(state)} {}

Clinic::Clinic(std::shared_ptr<Backend> backend, ClinicOptions options)
    : state_{make_state(std::move(backend), std::move(options))} {
  require_current_schema(*state_->backend, state_->schema);
}

Clinic Clinic::install(std::shared_ptr<Backend> backend, const Installation& installation,
                       const Secret& administrator_password, ClinicOptions options) {
  require_good_password(
      administrator_password,
      {.email = installation.administrator_email, .name = installation.administrator_name});
  const std::string slug = options.organization;
  Clinic clinic{make_state(std::move(backend), std::move(options))};
  apply_schema(*clinic.state_->backend, clinic.state_->schema);

  Session session = clinic.act_as_system(Role::installer);
  auto& implementation = *session.implementation_;
  session.run_in_transaction([&] {
    bool is_there = false;
    implementation.get(entity_info<Organization>(),
                       clinic.state_->organization.value,
                       [&is_there](const RowView&) { is_there = true; });
    if (!is_there) {
      Patch organization{entity_info<Organization>()};
      organization.set(field_info<&Organization::slug>(), slug);
      organization.set(field_info<&Organization::name>(), installation.organization_name);
      organization.set(field_info<&Organization::time_zone>(), installation.time_zone);
      implementation.create(organization, clinic.state_->organization.value);
    }
    ListOptions administrators;
    administrators.filter = f<&User::is_admin_staff> == true;
    if (implementation.count(entity_info<User>(), std::move(administrators)) == 0) {
      Patch administrator{entity_info<User>()};
      administrator.set(field_info<&User::email>(), installation.administrator_email);
      administrator.set(field_info<&User::name>(), installation.administrator_name);
      administrator.set(field_info<&User::is_admin_staff>(), true);
      administrator.set(
          field_info<&User::password_hash>(),
          hash_password(administrator_password, clinic.state_->identity.password_cost));
      implementation.create(administrator);
    }
    implementation.store_missing_derived_rows();
  });
  if (clinic.act_as_system(Role::authenticator).may_ever(Action::create, entity_info<SigningKey>()))
    clinic.state_->keys.current(*clinic.state_);  // makes the first
  return clinic;
}

Session Clinic::act_as(Principal principal) const {
  principal.organization = state_->organization;
  return Session{std::make_unique<Session::Implementation>(state_, std::move(principal))};
}

Session Clinic::act_as_system(Role role) const {
  if (!is_system(role)) {
    throw Error{ErrorCode::invalid_input,
                std::string{to_name(role)} + " is the role of a person; use act_as."};
  }
  auto principal = system_principal(role);
  principal.session = new_session_name(*state_);
  return act_as(std::move(principal));
}

Session Clinic::act_as(std::string_view email) const {
  Session directory = act_as_system(Role::authenticator);
  return act_as_active(*this, directory, find_account(directory, email));
}

Session Clinic::act_as(Id<User> user) const {
  Session directory = act_as_system(Role::authenticator);
  return act_as_active(*this, directory, directory.get(user));
}

void Clinic::set_password(std::string_view email, const Secret& password) const {
  Session session = act_as_system(Role::installer);
  const auto account = find_account(session, email);
  if (!account) throw Error{ErrorCode::not_found, "There is no account with this email."};
  require_good_password(password, {.email = (*account)->email, .name = (*account)->name});
  session.update(
      *account,
      set(f<&User::password_hash>, hash_password(password, state_->identity.password_cost)),
      set(f<&User::session_epoch>, (*account)->session_epoch + 1));
}

void Clinic::settle_journal() const { state_->journal->settle(); }

const Catalog& Clinic::catalog() const { return state_->catalog; }
const Policy& Clinic::policy() const { return state_->policies->built_in()->policy; }
const Environment& Clinic::environment() const { return state_->environment; }
const std::string& Clinic::policy_version() const { return state_->policies->built_in()->version; }

}  // namespace salus

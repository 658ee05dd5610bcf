#pragma once

/// The front door: one organization's data in one database, under one policy.
///
/// @code
/// auto clinic = salus::Clinic{salus::sqlite::open("clinic.db", key)};
/// auto session = clinic.log_in("dr.ada@example.org", password);
/// @endcode

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "salus/access/default_policy.hpp"
#include "salus/core/environment.hpp"
#include "salus/core/export.hpp"
#include "salus/core/secret.hpp"
#include "salus/domain/domain_catalog.hpp"
#include "salus/service/identity_options.hpp"
#include "salus/service/journal_options.hpp"
#include "salus/service/session.hpp"
#include "salus/service/system_environment.hpp"
#include "salus/storage/backend.hpp"

namespace salus {

struct ClinicState;
struct Internals;

/// What a database with row-level security (PostgreSQL) watches over by itself; see docs/security.md.
enum class RowSecurityProfile : std::uint8_t {
  wall,  ///< Organizations are apart.
  full,  ///< And each caller sees and writes only rows that the policy gives them.
};

/// What a Clinic is made of. The defaults serve one organization with Salus's own entities and policy.
struct ClinicOptions {
  std::string organization = "clinic";  ///< The slug of the organization.
  Catalog catalog = domain_catalog();   ///< Add your own: `domain_catalog().with<Ward>()`.
  Policy policy = default_policy();     ///< Open your own: `default_policy().with({…})`.
  Environment environment = system_environment();  ///< The clock and the random source.
  /// As the database was installed; `install` changes it. Anything but `wall` needs PostgreSQL.
  RowSecurityProfile row_security = RowSecurityProfile::wall;
  JournalOptions journal = {};  ///< How the entries of reads are written.
  IdentityOptions identity{};   ///< Passwords, tokens and how guesses are slowed down.
};

/// What `Clinic::install` needs to know.
struct Installation {
  std::string organization_name;
  std::string time_zone = "UTC";
  std::string administrator_email;
  std::string administrator_name = "Administrator";
};

/// Thread-safe: sessions may be opened from any thread. Owns its share of the backend.
class SALUS_EXPORT Clinic {
 public:
  /// Opens an installed database. Throws `schema_mismatch` if tables or guards are missing (then
  /// `install` first), `newer_schema` if a newer program wrote it, `invalid_input` if the policy does
  /// not fit the entities.
  explicit Clinic(std::shared_ptr<Backend> backend, ClinicOptions options = {});
  /// Makes what is missing: tables, the organization, its first administrator; and renews row-level
  /// security where it differs from the policy and the profile. What is there already is left alone,
  /// so running it again changes nothing.
  static Clinic install(std::shared_ptr<Backend> backend, const Installation& installation,
                        const Secret& administrator_password, ClinicOptions options = {});

  /// Logs in by email and password. Throws `unauthenticated`, with the same text and after the same
  /// work, for an unknown email, a wrong password and an inactive account; `throttled` after too many
  /// failures of the account or from the address. `Identity::log_in` hands out tokens besides.
  Session log_in(std::string_view email, const Secret& password,
                 std::string_view address = {}) const;

  /// The session of an access token that `Identity` made, of its user as they are now: a role that
  /// was taken away is gone with the next call. Throws `unauthenticated` (the texts of `refusal`) if it
  /// is not genuine or too old, if its log-in has ended, and if its user is inactive or gone.
  Session session(std::string_view access_token) const;

  /// A session for an account whose owner a host's own log-in has established. Throws
  /// `unauthenticated` if there is no such active account.
  Session act_as(std::string_view email) const;
  Session act_as(Id<User> user) const;

  /// A session for a principal of the host's own making. The host vouches for it.
  Session act_as(Principal principal) const;

  /// A session of a system principal: for tools that run as the database's operator, never for a
  /// request. Throws `invalid_input` for a role of a person.
  Session act_as_system(Role role) const;

  /// Sets an account's password (Argon2id), and ends its log-ins. Throws `not_found`, or
  /// `invalid_input` for a password against the rules. For set-up and operators.
  void set_password(std::string_view email, const Secret& password) const;

  /// Waits until every entry that is owed to the journal is written; throws if it cannot be. Without it
  /// they are written when the Clinic ends, if they can be: for a host that wants to know.
  void settle_journal() const;

  const Catalog& catalog() const;
  const Policy& policy() const;
  const Environment& environment() const;
  /// SHA-256 of the policy's text, as 64 hexadecimal digits: stands in every journal entry.
  const std::string& policy_version() const;

 private:
  friend struct Internals;
  explicit Clinic(std::shared_ptr<const ClinicState> state);
  std::shared_ptr<const ClinicState> state_;
};

/// What a clinic with these options asks of its database, row-level security included: for tools that
/// migrate by themselves.
SALUS_EXPORT SchemaSnapshot required_schema(const ClinicOptions& options);

/// The id of an organization is made from its slug (UUIDv8 over SHA-256, RFC 9562 §5.8), so that a
/// request can name an organization before anything was read.
SALUS_EXPORT Id<Organization> organization_id_of(std::string_view slug);

}  // namespace salus

#pragma once

/// Accounts and their log-ins: for hosts that have no log-in of their own.
///
/// @code
/// const salus::Identity identity{clinic};
/// const auto [session, tokens] = identity.log_in({.email = email, .password = password});
/// …
/// auto session = clinic.session(tokens.access);   // of a later request, in any process
/// const auto next = identity.refresh(tokens.refresh);
/// identity.log_out(next.refresh);
/// @endcode
///
/// Everything that must outlive a call is a row, so several processes serve one clinic. Thread-safe.
/// See docs/identity.md.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "salus/service/clinic.hpp"
#include "salus/service/token.hpp"

namespace salus {

/// What somebody gives to log in.
struct Credentials {
  std::string_view email;
  const Secret& password;
  std::string_view
      address{};  ///< Where the request came from, to be slowed down by; empty: unknown.
};

/// What somebody says of themselves to get an account.
struct Registration {
  std::string email;
  std::string name;
  Secret password;
  bool is_patient = false;
  bool is_doctor = false;       ///< A request: pending until an administrator grants it.
  bool is_admin_staff = false;  ///< The same.
  std::optional<std::string> phone_number{};
  std::optional<std::string> address{};
};

/// Somebody who is logged in, and the tokens by which they come again.
struct LoggedIn {
  Session session;
  TokenPair tokens;
};

/// The texts of `unauthenticated`, which clients match on.
namespace refusal {
inline constexpr std::string_view bad_credentials =
    "No active account found with the given credentials";
inline constexpr std::string_view no_account = "No active account found for the given token.";
inline constexpr std::string_view invalid_token = "Token is invalid";
inline constexpr std::string_view expired_token = "Token is expired";
inline constexpr std::string_view wrong_type = "Token has wrong type";
inline constexpr std::string_view blacklisted = "Token is blacklisted";
inline constexpr std::string_view inactive_user = "User is inactive";
inline constexpr std::string_view unknown_user = "User not found";
}  // namespace refusal

class SALUS_EXPORT Identity {
 public:
  /// Shares what the clinic is made of; may outlive it.
  explicit Identity(const Clinic& clinic);

  /// Throws `unauthenticated` with one text and after the same work for an unknown email, a wrong
  /// password and an inactive account; `throttled` after too many failures.
  LoggedIn log_in(const Credentials& credentials) const;

  /// Tokens for a session that a host's own log-in has opened (`Clinic::act_as`). Throws
  /// `invalid_input` for a principal who is no user.
  TokenPair issue_tokens(const Session& session) const;

  /// A new pair for the last refresh token of a log-in, which dies. Of an earlier one, which somebody
  /// must have stolen or sent twice, the whole log-in dies. Throws `unauthenticated`.
  TokenPair refresh(std::string_view refresh_token) const;

  /// Ends a log-in in every process: its access tokens die, too. Throws `unauthenticated`.
  void log_out(std::string_view refresh_token) const;

  /// Ends every log-in of an account in every process, by raising its epoch. Allowed to its owner,
  /// and to whoever may update the account. Throws `forbidden`, or `not_found`.
  void log_out_everywhere(Session& caller, Id<User> user) const;

  /// Makes an account and logs it in. Throws `invalid_input` with everything that is wrong, a taken
  /// email among it; `throttled` after too many attempts from `client_address` (empty: unknown), of which
  /// those count that nothing but a taken email is wrong with.
  LoggedIn register_account(const Registration& registration,
                            std::string_view client_address = {}) const;

  /// Makes an account that can log in, as `caller.create` does. Throws as that does; `forbidden` to
  /// whoever may not make somebody staff, who could be anybody by a password; `invalid_input` for a
  /// password against the rules. Hashes first, which takes a while: not for inside a transaction.
  Record create_account(Session& caller, const Patch& account, const Secret& password) const;

  /// Changes an account and its password, as `caller.update` does, and ends its log-ins. Throws as
  /// that does, and as `create_account`. No `expected_version`: whichever it has.
  Record update_account(Session& caller, Id<User> user,
                        std::optional<std::int64_t> expected_version, const Patch& changes,
                        const Secret& password) const;

  /// A new key signs tokens from now on. The one before verifies until the last of its tokens is
  /// dead; other processes follow within a minute.
  void rotate_keys() const;

 private:
  LoggedIn open(Session& directory, Id<User> user) const;

  Clinic clinic_;
};

}  // namespace salus

#pragma once

/// Signed tokens that say who somebody is for a while, for hosts whose clients have no connection of
/// their own to keep.
///
/// @code
/// const TokenAuthority tokens{std::move(key), clinic.environment()};
/// auto session = clinic.log_in(email, password);
/// const auto pair = tokens.issue(session.principal(), **session.get(*session.principal().user));
/// …
/// auto again = clinic.act_as(tokens.verify(pair.access).user);
/// @endcode
///
/// JSON Web Tokens (RFC 7519) with HS256 signatures (RFC 7518 §3.2). They say who, never what is
/// allowed: roles stand in them for a client's display, and a session asks the database again.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "salus/access/principal.hpp"
#include "salus/core/environment.hpp"
#include "salus/core/export.hpp"
#include "salus/core/secret.hpp"
#include "salus/domain/user.hpp"

namespace salus {

/// A key with its one algorithm, HS256, and its one name, the `kid` of the header: a token chooses
/// neither. Immutable; any thread.
class SALUS_EXPORT TokenKey {
 public:
  static constexpr std::size_t least_bytes = 32;
  static constexpr std::size_t longest_token = 8192;

  /// Throws `invalid_input` for fewer than 32 bytes. The key is named after itself.
  explicit TokenKey(Secret secret);
  /// The same under a name of the host's own; empty: tokens have no `kid`.
  TokenKey(Secret secret, std::string id);

  const std::string& id() const { return id_; }

  /// A token with this payload (JWS compact form, RFC 7515 §7.1).
  std::string sign(std::string_view payload) const;

  /// The payload of a token that this key signed; nothing for any other text. Strict: base64url
  /// without padding or spare bits, exactly three parts, no `crit`.
  std::optional<std::string> open(std::string_view token) const;

 private:
  std::string signature(std::string_view signing_input) const;

  Secret secret_;
  std::string id_;
};

struct TokenLifetimes {
  std::chrono::seconds access = std::chrono::minutes{5};
  std::chrono::seconds refresh = std::chrono::hours{24};
};

/// What a log-in hands out.
struct TokenPair {
  std::string access;
  std::string refresh;
};

/// Whom an access token speaks for.
struct TokenSubject {
  Id<User> user;
  Id<Organization> organization;
};

/// Issues and verifies tokens. Immutable; any thread.
class SALUS_EXPORT TokenAuthority {
 public:
  /// `key` has at least 32 random bytes; every process that serves the same clients has the same.
  TokenAuthority(Secret key, Environment environment, TokenLifetimes lifetimes = {});
  TokenAuthority(TokenKey key, Environment environment, TokenLifetimes lifetimes = {});

  /// Tokens for a principal who is a user; `facts` are what the tokens tell a client of them. Throws
  /// `invalid_input` for a principal without a user.
  TokenPair issue(const Principal& principal, const User& facts) const;

  /// Throws `unauthenticated`: "Token is invalid", "Token is expired" or "Token has wrong type".
  TokenSubject verify(std::string_view access_token) const;

 private:
  std::string make(std::string_view type, std::chrono::seconds lifetime,
                   const TokenSubject& subject, const User& facts) const;

  TokenKey key_;
  Environment environment_;
  TokenLifetimes lifetimes_;
};

}  // namespace salus

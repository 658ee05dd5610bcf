#pragma once

/// Signed tokens that say who somebody is for a while, for hosts whose clients have no connection of
/// their own to keep. `Identity` makes, checks and revokes them; here is what they are.
///
/// @code
/// const TokenAuthority tokens{TokenKey{std::move(secret)}, clinic.environment()};
/// const auto pair = tokens.issue(subject, user);
/// const auto again = tokens.verify(pair.access);
/// @endcode
///
/// JSON Web Tokens (RFC 7519), signed with HS256 (RFC 7518 §3.2) or Ed25519 (RFC 8037 §3.1). They say
/// who, never what is allowed: roles stand in them for a client's display, and a session asks the
/// database again.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "salus/core/environment.hpp"
#include "salus/core/export.hpp"
#include "salus/core/secret.hpp"
#include "salus/domain/signing_key.hpp"
#include "salus/domain/token_family.hpp"
#include "salus/domain/user.hpp"
#include "salus/service/identity_options.hpp"

namespace salus {

/// A key with its one algorithm and its one name, the `kid` of the header: a token chooses neither.
/// Immutable; any thread.
class SALUS_EXPORT TokenKey {
 public:
  static constexpr std::size_t least_bytes = 32;
  static constexpr std::size_t longest_token = 8192;

  /// A key for HS256, named after itself. Throws `invalid_input` for fewer than 32 bytes.
  explicit TokenKey(Secret secret);
  /// The same under a name of the host's own; empty: tokens have no `kid`. For Ed25519 the secret is
  /// the seed of RFC 8032 §5.1.5, exactly 32 bytes.
  TokenKey(Secret secret, std::string id, TokenAlgorithm algorithm = TokenAlgorithm::hs256);

  const std::string& id() const { return id_; }

  /// A token with this payload (JWS compact form, RFC 7515 §7.1).
  std::string sign(std::string_view payload) const;

  /// The payload of a token that this key signed; nothing for any other text. Strict: base64url
  /// without padding or spare bits, exactly three parts, no `crit`.
  std::optional<std::string> open(std::string_view token) const;

 private:
  bool is_signature(std::string_view signature, std::string_view signing_input) const;

  Secret secret_;  ///< Of Ed25519: the seed and the public key.
  std::string id_;
  TokenAlgorithm algorithm_;
};

/// What a log-in hands out.
struct TokenPair {
  std::string access;
  std::string refresh;
};

enum class TokenType : std::uint8_t { access, refresh };

/// Whom a token speaks for, and by which log-in.
struct TokenSubject {
  Id<User> user;
  Id<Organization> organization;
  Id<TokenFamily> family;
  std::int64_t epoch = 0;  ///< The user's `session_epoch` at that log-in.
  Timestamp
      expires_at{};  ///< Of a token that was verified; what is issued has its lifetime from now.
};

/// Issues and verifies tokens: whether they are genuine and in time, not whether they were revoked.
/// Immutable; any thread.
class SALUS_EXPORT TokenAuthority {
 public:
  TokenAuthority(TokenKey key, Environment environment, TokenLifetimes lifetimes = {});

  /// The first key signs, every one verifies. Throws `invalid_input` if there is none, or two of one name.
  TokenAuthority(std::vector<TokenKey> keys, Environment environment,
                 TokenLifetimes lifetimes = {});

  /// `facts` are what the tokens tell a client of the user.
  TokenPair issue(const TokenSubject& subject, const User& facts) const;

  /// Throws `unauthenticated`: "Token is invalid", "Token is expired" or "Token has wrong type".
  TokenSubject verify(std::string_view token, TokenType type = TokenType::access) const;

 private:
  std::string make(TokenType type, std::chrono::seconds lifetime, const TokenSubject& subject,
                   const User& facts) const;

  std::vector<TokenKey> keys_;
  Environment environment_;
  TokenLifetimes lifetimes_;
};

}  // namespace salus

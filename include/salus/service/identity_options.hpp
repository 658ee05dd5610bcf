#pragma once

/// What a clinic's log-ins are made of. The defaults are sane; see docs/identity.md.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "salus/domain/signing_key.hpp"

namespace salus {

/// What one Argon2id hash costs (RFC 9106). A stored hash that costs less is replaced at its owner's
/// next log-in. The default is the least that OWASP's Password Storage Cheat Sheet recommends.
struct PasswordCost {
  std::uint32_t passes = 2;
  std::size_t memory_bytes = 19'922'944;  ///< 19 MiB; a hash holds them while it is computed.
};

struct TokenLifetimes {
  std::chrono::seconds access = std::chrono::minutes{5};
  std::chrono::seconds refresh = std::chrono::hours{24};
};

/// After so many failures, each further one doubles the time in which no attempt is looked at.
struct ThrottleRule {
  std::int64_t free_failures = 5;
  std::chrono::seconds first_delay{1};
  std::chrono::seconds longest_delay = std::chrono::minutes{15};
  std::chrono::seconds memory =
      std::chrono::hours{1};  ///< After the last failure; then it starts anew.
};

struct IdentityOptions {
  PasswordCost password_cost;
  TokenLifetimes token_lifetimes;
  TokenAlgorithm token_algorithm = TokenAlgorithm::hs256;  ///< Of keys that are made from now on.
  ThrottleRule per_account;
  /// Many people may share one address.
  ThrottleRule per_address{.free_failures = 20};
  /// Of one address, whether they succeed or not: an account is cheap to ask for and stays.
  ThrottleRule registrations{.free_failures = 20};
};

}  // namespace salus

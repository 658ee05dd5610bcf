#pragma once

/// The keys that sign an organization's tokens.

#include <cstdint>
#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct Organization;

/// The algorithms of RFC 7518 §3.2 (`HS256`) and RFC 8037 §3.1 (`EdDSA` over Ed25519).
enum class TokenAlgorithm : std::uint8_t { hs256, ed25519 };

/// One key with its one algorithm. Never routed. The youngest that does not retire signs; the others
/// verify until the last of their tokens is dead.
struct SigningKey {
  Id<Organization> organization_id;
  std::string key_id;  ///< The `kid` of the tokens' header.
  TokenAlgorithm algorithm = TokenAlgorithm::hs256;
  Bytes
      secret;  ///< As secret as the database is: encrypted in a file, readable to a server's owner.
  Timestamp made_at;
  std::optional<Timestamp> retires_at;
};

template <>
struct Describe<SigningKey> {
  static constexpr auto entity =
      salus::entity<SigningKey>(
          "signing_key", "", field<&SigningKey::organization_id>("organization_id", primary_key),
          field<&SigningKey::key_id>("key_id", primary_key),
          field<&SigningKey::algorithm>("algorithm"),
          field<&SigningKey::secret>("secret", write_only), field<&SigningKey::made_at>("made_at"),
          field<&SigningKey::retires_at>("retires_at"))
          .without_row_metadata();
};

}  // namespace salus

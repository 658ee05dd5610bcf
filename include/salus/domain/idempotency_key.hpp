#pragma once

/// A request that its client may send again, because it did not hear the answer.

#include <string>

#include "salus/core/id.hpp"
#include "salus/domain/user.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct Organization;

/// What one user called a request by, and what it made. Never routed; see salus/service/idempotency.hpp. Neither
/// the key nor the request stands here, only their hashes; nor does the answer, which is made anew from the row.
struct IdempotencyKey {
  Id<Organization> organization_id;
  Id<User> user;
  std::string key_hash;        ///< SHA-256 of the key, in hexadecimal digits.
  std::string request_hash;    ///< The same of everything that makes it the same request.
  Id<IdempotencyKey> attempt;  ///< Who serves it: only the last one to begin may finish.
  Timestamp leased_until;      ///< When an attempt that has not finished is given up.
  Timestamp expires_at;        ///< Then the row may go.
  std::string made_entity;     ///< Empty while it is being served.
  Uuid made_row;
};

template <>
struct Describe<IdempotencyKey> {
  static constexpr auto entity =
      salus::entity<IdempotencyKey>(
          "idempotency_key", "",
          field<&IdempotencyKey::organization_id>("organization_id", primary_key),
          field<&IdempotencyKey::user>("user", primary_key),
          field<&IdempotencyKey::key_hash>("key_hash", primary_key),
          field<&IdempotencyKey::request_hash>("request_hash"),
          field<&IdempotencyKey::attempt>("attempt"),
          field<&IdempotencyKey::leased_until>("leased_until"),
          field<&IdempotencyKey::expires_at>("expires_at", sortable),
          field<&IdempotencyKey::made_entity>("made_entity"),
          field<&IdempotencyKey::made_row>("made_row"))
          .without_row_metadata();
};

}  // namespace salus

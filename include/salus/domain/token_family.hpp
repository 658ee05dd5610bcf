#pragma once

/// A log-in that lives on in tokens: one row from the log-in to its end.

#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/domain/user.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct Organization;

/// The refresh tokens that follow from one log-in, of which only the last is good (RFC 9700 §4.14.2).
/// Never routed. One row however often it is refreshed, so that to rotate is to compare and swap.
struct TokenFamily {
  Id<Organization> organization_id;
  Id<TokenFamily> id;  ///< The claim `sid` of its tokens; the journal's name of the session.
  Id<User> user;
  std::string token_hash;  ///< SHA-256 of the one good refresh token, in hexadecimal digits.
  Timestamp opened_at;
  Timestamp expires_at;  ///< With its last refresh token; then the row may go.
  std::optional<Timestamp> revoked_at;
};

template <>
struct Describe<TokenFamily> {
  static constexpr auto entity =
      salus::entity<TokenFamily>(
          "token_family", "", field<&TokenFamily::organization_id>("organization_id", primary_key),
          field<&TokenFamily::id>("id", primary_key), field<&TokenFamily::user>("user"),
          field<&TokenFamily::token_hash>("token_hash"),
          field<&TokenFamily::opened_at>("opened_at"),
          field<&TokenFamily::expires_at>("expires_at", sortable),
          field<&TokenFamily::revoked_at>("revoked_at"))
          .without_row_metadata();
};

}  // namespace salus

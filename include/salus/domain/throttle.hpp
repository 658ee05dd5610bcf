#pragma once

/// How long somebody who guesses passwords has to wait.

#include <cstdint>
#include <string>

#include "salus/core/id.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct Organization;

/// The recent failed log-ins of one account, or from one address. Never routed. Rows, so that every
/// process counts the same; who it is about stands there as a hash alone, whether they exist or not.
struct Throttle {
  Id<Organization> organization_id;
  std::string
      subject;  ///< SHA-256 of the account's email or of the address, in hexadecimal digits.
  std::int64_t failures = 0;
  Timestamp blocked_until;
  Timestamp forgotten_at;  ///< Then the row may go.
};

template <>
struct Describe<Throttle> {
  static constexpr auto entity =
      salus::entity<Throttle>(
          "throttle", "", field<&Throttle::organization_id>("organization_id", primary_key),
          field<&Throttle::subject>("subject", primary_key), field<&Throttle::failures>("failures"),
          field<&Throttle::blocked_until>("blocked_until"),
          field<&Throttle::forgotten_at>("forgotten_at", sortable))
          .without_row_metadata();
};

}  // namespace salus

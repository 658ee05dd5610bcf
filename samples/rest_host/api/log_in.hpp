#pragma once

/// POST /api/auth/login/: email and password for a pair of tokens.

#include "salus/service/clinic.hpp"
#include "salus/service/token.hpp"

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// The body of a log-in, described as entities are, so that it is read and judged as they are.
struct Credentials {
  std::string email;
  std::string password;
};

/// The answer has the user's own fields, as far as they may see them. Throws `unauthenticated` with
/// one text for every reason, or the errors of a bad body.
Response log_in(const Clinic& clinic, const TokenAuthority& tokens, const Request& request);

}  // namespace salus::rest

template <>
struct salus::Describe<salus::rest::Credentials> {
  static constexpr auto entity =
      salus::entity<salus::rest::Credentials>(
          "credentials", "", field<&salus::rest::Credentials::email>("email", required),
          field<&salus::rest::Credentials::password>("password", required))
          .without_row_metadata();
};

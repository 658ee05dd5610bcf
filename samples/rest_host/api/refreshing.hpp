#pragma once

/// POST /api/auth/token/refresh/ and /api/auth/logout/: what is done with a refresh token.

#include <string>

#include "salus/service/identity.hpp"

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// The body of both.
struct RefreshForm {
  std::string refresh;
};

/// A new pair for the last refresh token of a log-in.
Response refresh_tokens(const Clinic& clinic, const Request& request);

/// The end of a log-in, on every device that shares it. Whoever has the token may: no access token is asked for.
Response log_out(const Clinic& clinic, const Request& request);

}  // namespace salus::rest

template <>
struct salus::Describe<salus::rest::RefreshForm> {
  static constexpr auto entity =
      salus::entity<salus::rest::RefreshForm>(
          "refresh_form", "", field<&salus::rest::RefreshForm::refresh>("refresh", required))
          .without_row_metadata();
};

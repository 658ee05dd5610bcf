#pragma once

/// POST /api/auth/login/: email and password for a pair of tokens.

#include <string>
#include <string_view>

#include "salus/service/identity.hpp"

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// The body of a log-in, described as entities are, so that it is read and judged as they are.
struct LogInForm {
  std::string email;
  std::string password;
};

/// The answer has the user's own fields, as far as they may see them. Throws `unauthenticated` with
/// one text for every reason, `throttled`, or the errors of a bad body.
Response log_in(const Clinic& clinic, const Request& request);

/// The user's own row as JSON, as far as they may see it.
std::string own_account(Session& session);

/// A password as it was sent; `trimmed` is what stands for it if it came as a number.
Secret exact_password(const Request& request, std::string_view trimmed);

}  // namespace salus::rest

template <>
struct salus::Describe<salus::rest::LogInForm> {
  static constexpr auto entity =
      salus::entity<salus::rest::LogInForm>(
          "log_in_form", "", field<&salus::rest::LogInForm::email>("email", required),
          field<&salus::rest::LogInForm::password>("password", required))
          .without_row_metadata();
};

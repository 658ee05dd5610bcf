#include "rest_host/api/log_in.hpp"

#include <optional>
#include <utility>

#include "rest_host/api/body.hpp"
#include "rest_host/api/json_text.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/representation.hpp"

namespace salus::rest {

namespace {

struct LogIn {
  std::string email;
  Secret password;
};

/// Emails are trimmed as every text is; of a password each blank counts.
LogIn read_log_in(const Request& request) {
  const auto patch = read_new_row(request, entity_info<Credentials>());
  const auto& trimmed_password =
      std::get<std::string>(patch.value(field_info<&Credentials::password>()));
  auto password = exact_text(request, "password");
  if (password.empty()) password = trimmed_password;  // it came as a number
  return {std::get<std::string>(patch.value(field_info<&Credentials::email>())),
          Secret{std::move(password)}};
}

std::optional<Record> own_account(Session& session) {
  const auto& user = session.principal().user;
  return user ? session.get(entity_info<User>(), user->value) : std::nullopt;
}

}  // namespace

Response log_in(const Clinic& clinic, const TokenAuthority& tokens, const Request& request) {
  const auto given = read_log_in(request);
  auto session = clinic.log_in(given.email, given.password);
  const auto account = own_account(session);
  const auto pair = tokens.issue(session.principal(), account ? *Stored<User>{*account} : User{});
  return json_response(200,
                       JsonObject{}
                           .add("refresh", pair.refresh)
                           .add("access", pair.access)
                           .add_json("user", account ? to_json(*account) : "null")
                           .text());
}

}  // namespace salus::rest

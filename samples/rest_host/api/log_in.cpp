#include "rest_host/api/log_in.hpp"

#include <utility>

#include "rest_host/api/body.hpp"
#include "rest_host/api/json_text.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/representation.hpp"

namespace salus::rest {

Secret exact_password(const Request& request, std::string_view trimmed) {
  auto password = exact_text(request, "password");
  return Secret{password.empty() ? std::string{trimmed} : std::move(password)};
}

std::string own_account(Session& session) {
  const auto& user = session.principal().user;
  const auto record = user ? session.get(entity_info<User>(), user->value) : std::nullopt;
  return record ? to_json(*record) : "null";
}

/// Emails are trimmed as every text is; of a password each blank counts.
Response log_in(const Clinic& clinic, const Request& request) {
  const auto form = read_new_row(request, entity_info<LogInForm>());
  const auto password = exact_password(
      request, std::get<std::string>(form.value(field_info<&LogInForm::password>())));
  auto [session, tokens] = Identity{clinic}.log_in(
      {.email = std::get<std::string>(form.value(field_info<&LogInForm::email>())),
       .password = password,
       .address = request.client_address});
  return json_response(200,
                       JsonObject{}
                           .add("refresh", tokens.refresh)
                           .add("access", tokens.access)
                           .add_json("user", own_account(session))
                           .text());
}

}  // namespace salus::rest

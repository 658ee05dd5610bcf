#include "rest_host/api/refreshing.hpp"

#include "rest_host/api/body.hpp"
#include "rest_host/api/json_text.hpp"
#include "rest_host/api/refusal.hpp"

namespace salus::rest {

namespace {

/// What the token itself is refused for has a code; that its user is gone has none.
Refusal refusal_of(const Error& error) {
  JsonObject body;
  body.add("detail", error.what());
  if (error.what() != refusal::no_account) body.add("code", "token_not_valid");
  return unauthenticated(body.text());
}

/// Calls `use` with the body's token.
template <class Use>
auto with_token(const Request& request, const Use& use) {
  const auto form = read_new_row(request, entity_info<RefreshForm>());
  try {
    return use(std::get<std::string>(form.value(field_info<&RefreshForm::refresh>())));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unauthenticated) throw;
    throw refusal_of(error);
  }
}

}  // namespace

Response refresh_tokens(const Clinic& clinic, const Request& request) {
  const auto tokens = with_token(
      request, [&](const std::string& token) { return Identity{clinic}.refresh(token); });
  return json_response(
      200, JsonObject{}.add("access", tokens.access).add("refresh", tokens.refresh).text());
}

Response log_out(const Clinic& clinic, const Request& request) {
  with_token(request, [&](const std::string& token) { Identity{clinic}.log_out(token); });
  return detail_response(200, "Successfully logged out.");
}

}  // namespace salus::rest

#include "rest_host/api/refusal.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "rest_host/api/json_text.hpp"

namespace salus::rest {

namespace {

constexpr std::string_view challenge = R"(Bearer realm="api")";

std::string detail_body(std::string_view detail) {
  return JsonObject{}.add("detail", detail).text();
}

/// `{"field": ["…", "…"]}`, fields in the order of their first issue.
std::string body_of(const Issues& issues) {
  std::vector<std::pair<std::string_view, JsonList>> fields;
  for (const auto& issue : issues) {
    const std::string_view name =
        issue.path.empty() ? "non_field_errors" : std::string_view{issue.path};
    auto field = std::ranges::find(fields, name, &std::pair<std::string_view, JsonList>::first);
    if (field == fields.end()) field = fields.insert(fields.end(), {name, JsonList{}});
    field->second.add(issue.message);
  }
  JsonObject body;
  for (const auto& [name, messages] : fields) body.add_json(name, messages.text());
  return body.text();
}

Response unavailable() {
  auto response = detail_response(503, "Service temporarily unavailable, try again later.");
  response.headers.add("Retry-After", "1");
  return response;
}

}  // namespace

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

Response detail_response(int status, std::string_view detail) {
  return json_response(status, detail_body(detail));
}

Refusal not_found() { return Refusal{detail_response(404, "Not found.")}; }

Refusal forbidden() {
  return Refusal{detail_response(403, "You do not have permission to perform this action.")};
}

Refusal not_acceptable() {
  return Refusal{detail_response(406, "Could not satisfy the request Accept header.")};
}

Refusal method_not_allowed(std::string_view method, std::string_view allowed) {
  auto response = detail_response(405, "Method \"" + std::string{method} + "\" not allowed.");
  response.headers.add("Allow", std::string{allowed});
  return Refusal{std::move(response)};
}

Refusal unsupported_media_type(std::string_view type) {
  return Refusal{
      detail_response(415, "Unsupported media type \"" + std::string{type} + "\" in request.")};
}

Refusal unauthenticated(std::string body) {
  auto response = json_response(401, std::move(body));
  response.headers.add("WWW-Authenticate", std::string{challenge});
  return Refusal{std::move(response)};
}

Response internal_error(std::string_view failure) {
  auto response = detail_response(500, "A server error occurred.");
  response.failure = failure;
  return response;
}

Response response_of(const Error& error) {
  const int status = error.facts().http_status;
  switch (error.code()) {
    case ErrorCode::invalid_input:
      return error.issues().empty() ? detail_response(status, error.what())
                                    : json_response(status, body_of(error.issues()));
    case ErrorCode::unauthenticated:
      return unauthenticated(detail_body(error.what())).response();
    case ErrorCode::forbidden:
      return forbidden().response();
    default:
      break;
  }
  Response response = error.retryable() ? unavailable()
                      : status == 500   ? internal_error(error.what())
                                        : detail_response(status, error.what());
  if (status >= 500) response.failure = error.what();
  return response;
}

}  // namespace salus::rest

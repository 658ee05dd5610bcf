#include "rest_host/api/refusal.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "salus/schema/validation.hpp"

#include "rest_host/api/json_text.hpp"

namespace salus::rest {

namespace {

constexpr std::string_view challenge = R"(Bearer realm="api")";

std::string detail_body(std::string_view detail) {
  return JsonObject{}.add("detail", detail).text();
}

/// What is said of something, and of what is inside of it.
struct Complaints {
  std::string_view step;  ///< The last one of its path.
  std::vector<std::string_view> sentences;
  std::vector<Complaints> inside;

  bool is_element() const { return std::ranges::all_of(step, detail::is_digit); }

  Complaints& at(std::string_view next) {
    // Elements come in their order, and there may be very many; so only the last of them is looked at.
    const bool has_elements = !inside.empty() && inside.back().is_element();
    const auto known = std::ranges::find(
        has_elements ? inside.end() - 1 : inside.begin(), inside.end(), next, &Complaints::step);
    return known != inside.end() ? *known : inside.emplace_back(Complaints{next, {}, {}});
  }
};

/// Takes the first step of a path: of `availability[2].ends`, `availability`; of `[2].ends`, `2`.
std::string_view take_step(std::string_view& path) {
  if (path.starts_with('[') || path.starts_with('.')) path.remove_prefix(1);
  const auto step = path.substr(0, path.find_first_of("[]."));
  path.remove_prefix(step.size());
  if (path.starts_with(']')) path.remove_prefix(1);
  return step;
}

std::string json_of(const Complaints& complaints);

std::string json_of_members(const Complaints& complaints) {
  JsonObject members;
  for (const auto& member : complaints.inside) members.add_json(member.step, json_of(member));
  return members.text();
}

/// Django REST Framework says nothing, `{}`, of the elements before: the place tells which one is meant.
std::string json_of_elements(const Complaints& complaints) {
  JsonList elements;
  std::size_t size = 0;
  for (const auto& element : complaints.inside) {
    const auto step = element.step;
    std::size_t place = 0;
    std::from_chars(step.data(), step.data() + step.size(), place);
    for (; size < place; ++size) elements.add_json("{}");
    elements.add_json(json_of(element));
    ++size;
  }
  return elements.text();
}

std::string json_of(const Complaints& complaints) {
  if (complaints.inside.empty()) {
    JsonList sentences;
    for (const auto sentence : complaints.sentences) sentences.add(sentence);
    return sentences.text();
  }
  const auto& first = complaints.inside.front();
  const bool is_list = first.is_element() && !first.inside.empty();
  return is_list ? json_of_elements(complaints) : json_of_members(complaints);
}

/// `{"field": ["…", "…"]}`, fields in the order of their first issue; of nested values
/// `{"field": [{}, {"member": ["…"]}]}`, of a list of single values `{"field": {"1": ["…"]}}`.
std::string body_of(const Issues& issues) {
  Complaints body;
  for (const auto& issue : issues) {
    std::string_view path = issue.path.empty() ? "non_field_errors" : std::string_view{issue.path};
    const bool is_named_by_client =
        issue.code == "unknown";  // then it is no path, whatever it looks like
    auto* complaints = &body.at(is_named_by_client ? std::exchange(path, {}) : take_step(path));
    while (!path.empty()) complaints = &complaints->at(take_step(path));
    complaints->sentences.push_back(issue.message);
  }
  return json_of_members(body);
}

Response unavailable() {
  auto response = detail_response(503, "Service temporarily unavailable, try again later.");
  response.headers.add("Retry-After", "1");
  return response;
}

Response throttled(const Error& error) {
  auto response = detail_response(error.facts().http_status, error.what());
  response.headers.add("Retry-After", std::to_string(error.retry_after().count()));
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
    case ErrorCode::throttled:
      return throttled(error);
    case ErrorCode::conflict:
      if (error.constraint().empty()) break;
      return json_response(
          status, JsonObject{}.add("detail", error.what()).add("code", error.constraint()).text());
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

#include "rest_host/api/authentication.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "salus/service/identity.hpp"

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/refusal.hpp"

namespace salus::rest {

namespace {

constexpr std::string_view bearer = "Bearer";

Refusal refused(std::string_view detail, std::string_view code) {
  return unauthenticated(JsonObject{}.add("detail", detail).add("code", code).text());
}

Refusal not_logged_in() {
  return unauthenticated(
      JsonObject{}.add("detail", "Authentication credentials were not provided.").text());
}

Refusal bad_token(std::string_view message) {
  const auto about = JsonObject{}
                         .add("token_class", "AccessToken")
                         .add("token_type", "access")
                         .add("message", message)
                         .text();
  return unauthenticated(JsonObject{}
                             .add("detail", "Given token not valid for any token type")
                             .add("code", "token_not_valid")
                             .add_json("messages", JsonList{}.add_json(about).text())
                             .text());
}

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  std::vector<std::string_view> words;
  while (true) {
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of(blanks), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

/// The scheme is compared with case, as clients of the original stack have learnt.
std::string_view bearer_token(const Request& request) {
  const auto words = words_of(request.headers.find("Authorization").value_or(""));
  if (words.empty() || words.front() != bearer) throw not_logged_in();
  if (words.size() != 2) {
    throw refused("Authorization header must contain two space-delimited values",
                  "bad_authorization_header");
  }
  return words.back();
}

Refusal refusal_of(const Error& error) {
  const std::string_view text = error.what();
  if (text == refusal::inactive_user) return refused(text, "user_inactive");
  if (text == refusal::unknown_user) return refused(text, "user_not_found");
  return bad_token(text);
}

}  // namespace

Session authenticate(const Clinic& clinic, const Request& request) {
  const auto token = bearer_token(request);
  try {
    return clinic.session(token);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unauthenticated) throw;
    throw refusal_of(error);
  }
}

void refuse_bad_token(const Clinic& clinic, const Request& request) {
  const auto words = words_of(request.headers.find("Authorization").value_or(""));
  if (!words.empty() && words.front() == bearer) authenticate(clinic, request);
}

}  // namespace salus::rest

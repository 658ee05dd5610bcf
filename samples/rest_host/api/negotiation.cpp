#include "rest_host/api/negotiation.hpp"

#include "salus/query/evaluate.hpp"
#include "salus/schema/validation.hpp"

#include "rest_host/api/refusal.hpp"

namespace salus::rest {

namespace {

bool is_json(std::string_view range) {
  const auto type = detail::trimmed(range.substr(0, range.find(';')));
  const auto same = [type](std::string_view other) {
    return detail::equal_ignoring_ascii_case(type, other);
  };
  return same("*/*") || same("application/*") || same("application/json");
}

}  // namespace

bool accepts_json(std::string_view accept) {
  return !detail::every_part(accept, ',', [](std::string_view range) { return !is_json(range); });
}

void negotiate(const Request& request, std::string_view requested) {
  if (!requested.empty() && requested != "json") throw not_found();
  const auto accept = request.headers.find("Accept");
  if (accept && !accepts_json(*accept)) throw not_acceptable();
}

}  // namespace salus::rest

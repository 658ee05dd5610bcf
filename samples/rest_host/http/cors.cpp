#include "rest_host/http/cors.hpp"

#include <algorithm>

namespace salus::rest {

bool Cors::allows(std::string_view origin) const {
  return !origin.empty() && std::ranges::any_of(origins_, [origin](const std::string& allowed) {
    return allowed == "*" || allowed == origin;
  });
}

bool Cors::is_preflight(const Request& request) const {
  return request.method == "OPTIONS" && request.headers.find("Access-Control-Request-Method") &&
         allows(request.headers.find("Origin").value_or(""));
}

Response Cors::answer_preflight(const Request&) const {
  Response answer{.status = 204};
  answer.headers.add("Access-Control-Allow-Methods",
                     "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  answer.headers.add(
      "Access-Control-Allow-Headers",
      "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match");
  answer.headers.add("Access-Control-Max-Age", "600");
  return answer;
}

HeaderList Cors::headers_for(const Request& request) const {
  if (origins_.empty()) return {};
  const auto origin = request.headers.find("Origin").value_or("");
  HeaderList headers{{"Vary", "Origin"}};
  if (!allows(origin)) return headers;
  headers.emplace_back("Access-Control-Allow-Origin", origin);
  headers.emplace_back("Access-Control-Expose-Headers",
                       "ETag, Link, Location, Retry-After, X-Request-Id");
  return headers;
}

}  // namespace salus::rest

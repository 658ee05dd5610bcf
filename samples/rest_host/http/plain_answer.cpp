#include "rest_host/http/plain_answer.hpp"

#include <algorithm>
#include <array>

#include "rest_host/api/json_text.hpp"

namespace salus::rest {

namespace {

struct StatusFacts {
  int status;
  std::string_view phrase;  ///< RFC 9110 §15
  std::string_view reason;
};

constexpr std::array statuses{
    StatusFacts{400, "Bad Request", "Bad request."},
    StatusFacts{404, "Not Found", "Not found."},
    StatusFacts{408, "Request Timeout", "The request took too long to come."},
    StatusFacts{413, "Content Too Large", "The request body is too large."},
    StatusFacts{414, "URI Too Long", "The request target is too long."},
    StatusFacts{416, "Range Not Satisfiable", "The range cannot be satisfied."},
    StatusFacts{431, "Request Header Fields Too Large", "The request has too many headers."},
    StatusFacts{500, "Internal Server Error", "A server error occurred."},
    StatusFacts{503, "Service Unavailable", "Service temporarily unavailable, try again later."},
    StatusFacts{505, "HTTP Version Not Supported", "This version of HTTP is not spoken here."},
};

const StatusFacts& facts_of(int status) {
  const auto* found = std::ranges::find(statuses, status, &StatusFacts::status);
  return found == statuses.end() ? statuses.front() : *found;
}

void add_header(std::string& text, std::string_view name, std::string_view value) {
  ((text += name) += ": ") += value;
  text += "\r\n";
}

}  // namespace

std::string_view reason_of(int status) { return facts_of(status).reason; }

std::string to_text(const PlainAnswer& answer, const HeaderList& common) {
  const auto body = JsonObject{}.add("detail", reason_of(answer.status)).text();
  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " ";
  (text += facts_of(answer.status).phrase) += "\r\n";
  add_header(text, "Content-Type", "application/json");
  add_header(text, "Content-Length", std::to_string(body.size()));
  add_header(text, "Connection", "close");
  for (const auto& [name, value] : common) add_header(text, name, value);
  add_header(text, "X-Request-Id", answer.request_id);
  if (answer.retry_after)
    add_header(text, "Retry-After", std::to_string(answer.retry_after->count()));
  return text + "\r\n" + body;
}

}  // namespace salus::rest

#pragma once

/// Which pages of other origins a browser lets read our answers (the Fetch standard §3.2, "CORS protocol").
/// None, unless the operator names them.

#include <string>
#include <string_view>
#include <vector>

#include "rest_host/api/http_message.hpp"
#include "rest_host/http/common_headers.hpp"

namespace salus::rest {

/// Tokens are sent by scripts in a header, never by the browser itself; so credentials are not allowed, and a
/// page gains nothing that its script does not hold already.
class Cors {
 public:
  /// Such as "https://app.example.org"; "*" is every origin.
  explicit Cors(std::vector<std::string> origins) : origins_{std::move(origins)} {}

  /// Whether the request asks only what it might ask, on behalf of an origin that is allowed.
  bool is_preflight(const Request& request) const;

  /// The answer to that: 204.
  Response answer_preflight(const Request& request) const;

  /// What an answer says to the origin of its request; nothing to an origin that is not allowed.
  HeaderList headers_for(const Request& request) const;

 private:
  bool allows(std::string_view origin) const;

  std::vector<std::string> origins_;
};

}  // namespace salus::rest

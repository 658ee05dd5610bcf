#pragma once

/// Answers to requests that go no further, with the texts that clients match on.

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "salus/core/error.hpp"

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// Thrown where the protocol, not the library, refuses; carries the whole answer.
class Refusal : public std::exception {
 public:
  explicit Refusal(Response response) : response_{std::move(response)} {}

  const char* what() const noexcept override { return "The request is refused."; }
  const Response& response() const noexcept { return response_; }

 private:
  Response response_;
};

/// An answer of JSON.
Response json_response(int status, std::string body);

/// `{"detail": "…"}`.
Response detail_response(int status, std::string_view detail);

Refusal not_found();
Refusal forbidden();
Refusal not_acceptable();
Refusal method_not_allowed(std::string_view method, std::string_view allowed);
Refusal unsupported_media_type(std::string_view type);

/// 401 with the challenge. `body` is JSON.
Refusal unauthenticated(std::string body);

/// What an error of the library is on the wire. Of one that is our fault, the client learns nothing.
Response response_of(const Error& error);

/// 500, and a note for the log.
Response internal_error(std::string_view failure);

}  // namespace salus::rest

#pragma once

/// The wire contract of the reference host: a request becomes a response, without sockets.
///
/// @code
/// const salus::rest::Api api{clinic};
/// api.handle({.method = "GET", .target = "/api/patients/?page=2", .headers = {{"Authorization", "Bearer …"}}});
/// @endcode
///
/// Every entity of the clinic's catalog that has a collection is served at /api/<collection>/: list,
/// read, create and change follow from its table, and what a caller may see and do is the session's
/// answer alone. A vendor's entity needs nothing here.

#include <cstdint>
#include <string>

#include "salus/service/clinic.hpp"

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

enum class UnknownParameters : std::uint8_t {
  refuse,  ///< 400, naming the nearest known one: a misspelt filter must not show everything.
  ignore,  ///< As the original stack does.
};

struct ApiOptions {
  UnknownParameters unknown_parameters = UnknownParameters::refuse;
};

/// Thread-safe. The clinic outlives it.
class Api {
 public:
  explicit Api(const Clinic& clinic, ApiOptions options = {});

  /// An error is an answer too.
  Response handle(const Request& request) const;

 private:
  const Clinic* clinic_;
  ApiOptions options_;
  std::string openapi_;  ///< The document: it follows from the catalog alone.
  std::string docs_;     ///< The same for people to read.
};

}  // namespace salus::rest

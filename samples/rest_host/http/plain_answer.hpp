#pragma once

/// An answer of the connections themselves, to a request that nobody worked on.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "rest_host/http/common_headers.hpp"

namespace salus::rest {

/// What an answer with this status says: "The request body is too large."
std::string_view reason_of(int status);

struct PlainAnswer {
  int status = 400;
  std::string_view request_id;
  std::optional<std::chrono::seconds> retry_after{};
};

/// All its bytes. It closes the connection.
std::string to_text(const PlainAnswer& answer, const HeaderList& common);

}  // namespace salus::rest

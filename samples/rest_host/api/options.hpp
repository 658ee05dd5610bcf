#pragma once

/// OPTIONS: what a route is, and what may be sent there.

#include "rest_host/api/http_message.hpp"
#include "rest_host/api/route.hpp"

namespace salus::rest {

enum class Creation : std::uint8_t { allowed, denied };

/// The answer to OPTIONS. Where `creation` is allowed, it describes the fields of a new row.
Response describe_route(const Route& route, Creation creation);

}  // namespace salus::rest

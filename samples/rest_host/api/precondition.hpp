#pragma once

/// Conditional requests (RFC 9110 §13): what must be true of a row before it is answered or changed.

#include <cstdint>
#include <optional>

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// Throws 412 if an If-Match header names other versions than `current` (strong comparison).
void require_match(const Request& request, std::int64_t current);

/// Whether If-None-Match names this version (weak comparison): a read is answered by 304, as the client has it.
bool is_known(const Request& request, std::int64_t current);

/// What a write has to insist on, of a row that has this version now; nothing: any will do. Throws 412 as the other two
/// say. That the row changes before it is written the write sees by itself, and throws the same.
std::optional<std::int64_t> expected_version(const Request& request, std::int64_t current);

}  // namespace salus::rest

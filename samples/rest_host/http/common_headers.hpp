#pragma once

/// Header fields that every answer has.

#include <string>
#include <utility>
#include <vector>

namespace salus::rest {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// What browsers need to be told so that they do nothing clever with answers, and nobody keeps them.
/// `is_encrypted`: clients reach us by TLS, and shall do so in future (RFC 6797).
HeaderList common_headers(bool is_encrypted);

}  // namespace salus::rest

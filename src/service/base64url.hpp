#pragma once

/// base64url, RFC 4648 §5, without padding.

#include <optional>
#include <string>
#include <string_view>

namespace salus {

std::string encode_base64url(std::string_view bytes);

/// Nothing for what `encode_base64url` does not write. Bits beyond the last byte must be zero, so that the same
/// bytes have one text.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace salus

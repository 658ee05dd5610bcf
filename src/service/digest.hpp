#pragma once

#include <string>
#include <string_view>

namespace salus {

/// SHA-256 (FIPS 180-4): 32 bytes.
std::string sha256(std::string_view bytes);

/// Lower-case hexadecimal digits.
std::string to_hex(std::string_view bytes);

}  // namespace salus

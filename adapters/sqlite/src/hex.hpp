#pragma once

/// Secret bytes as digits.

#include <string>
#include <string_view>

#include "salus/core/secret.hpp"

namespace salus::sqlite {

/// Two lower-case digits for each byte.
inline Secret to_hex_digits(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return Secret{std::move(text)};
}

}  // namespace salus::sqlite

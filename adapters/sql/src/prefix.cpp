#include "salus/sql/prefix.hpp"

#include <cstdint>

namespace salus::sql {

namespace {

constexpr std::uint32_t last_code_point = 0x10FFFF;

std::size_t start_of_last_code_point(std::string_view text) {
  const std::size_t least = text.size() < 4 ? 0 : text.size() - 4;
  std::size_t at = text.size() - 1;
  while (at > least && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

std::uint32_t decode(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes.front());
  std::uint32_t code = bytes.size() == 1 ? lead : lead & (0x7FU >> bytes.size());
  for (const char c : bytes.substr(1))
    code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

void append(std::string& text, std::uint32_t code) {
  const auto continuation = [code](unsigned shift) {
    return static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
  };
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    (text += static_cast<char>(0xC0U | (code >> 6U))) += continuation(0);
  } else if (code < 0x10000) {
    ((text += static_cast<char>(0xE0U | (code >> 12U))) += continuation(6)) += continuation(0);
  } else {
    (((text += static_cast<char>(0xF0U | (code >> 18U))) += continuation(12)) += continuation(6)) +=
        continuation(0);
  }
}

/// Surrogates are no characters: PostgreSQL refuses them as text.
std::uint32_t next_code_point(std::uint32_t code) { return code == 0xD7FF ? 0xE000 : code + 1; }

bool is_code_point(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes.front());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC0 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                                           : 4;
  return bytes.size() == length && decode(bytes) <= last_code_point;
}

/// For a prefix that ends inside a character: engines that take it compare it as bytes.
std::optional<std::string> next_bytes(std::string_view prefix) {
  while (!prefix.empty() && prefix.back() == '\xFF') prefix.remove_suffix(1);
  if (prefix.empty()) return std::nullopt;
  std::string bytes{prefix};
  bytes.back() = static_cast<char>(static_cast<unsigned char>(bytes.back()) + 1);
  return bytes;
}

}  // namespace

std::optional<std::string> successor(std::string_view prefix) {
  while (!prefix.empty()) {
    const std::size_t start = start_of_last_code_point(prefix);
    if (!is_code_point(prefix.substr(start))) return next_bytes(prefix);
    const std::uint32_t code = decode(prefix.substr(start));
    if (code < last_code_point) {
      std::string text{prefix.substr(0, start)};
      append(text, next_code_point(code));
      return text;
    }
    prefix.remove_suffix(prefix.size() - start);
  }
  return std::nullopt;
}

}  // namespace salus::sql

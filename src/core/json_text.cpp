#include "salus/core/json_text.hpp"

#include <array>
#include <cstddef>

namespace salus {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

/// For each byte: 0 if it stands for itself, 'u' if it needs the long escape, else the letter of its escape.
constexpr std::array<char, 256> make_escapes() {
  std::array<char, 256> escapes{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) escapes[byte] = 'u';
  constexpr std::string_view characters = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  for (std::size_t i = 0; i < characters.size(); ++i) {
    escapes[static_cast<unsigned char>(characters[i])] = letters[i];
  }
  return escapes;
}

constexpr auto escapes = make_escapes();

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t run = 0;  // what needs no escape is copied in one piece
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const char escape = escapes[byte];
    if (escape == '\0') continue;
    out.append(text, run, at - run);
    out += {'\\', escape};
    if (escape == 'u') out += {'0', '0', hex_digits[byte >> 4U], hex_digits[byte & 0x0FU]};
    run = at + 1;
  }
  out.append(text, run);
  out += '"';
}

std::string& append_json_name(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  ((out += '"') += name) += "\":";
  return out;
}

}  // namespace salus

#include <algorithm>
#include <array>
#include <fstream>

#include "salus/core/error.hpp"
#include "salus/sqlite.hpp"

#include "hex.hpp"

namespace salus::sqlite {

namespace {

constexpr std::size_t key_bytes = 32;

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

Key Key::generate(const RandomSource& random) {
  std::string bytes(key_bytes, '\0');
  random(std::as_writable_bytes(std::span{bytes}));
  const Secret secret{std::move(bytes)};
  return Key{to_hex_digits(secret.reveal())};
}

Key Key::from_hex(std::string_view digits) {
  if (digits.size() != 2 * key_bytes || !std::ranges::all_of(digits, is_hex_digit)) {
    throw Error{ErrorCode::invalid_input, "A key is written as 64 hexadecimal digits."};
  }
  return Key{Secret{std::string{digits}}};
}

Key Key::from_file(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream)
    throw Error{ErrorCode::storage_unavailable,
                "The key file " + file.string() + " cannot be read."};
  std::string text(2 * key_bytes + 2, '\0');  // and the end of its line
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  const Secret secret{std::move(text)};
  const std::string_view digits = secret.reveal();
  return from_hex(digits.substr(0, digits.find_last_not_of("\r\n") + 1));
}

}  // namespace salus::sqlite

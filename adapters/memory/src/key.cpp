#include "key.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <type_traits>

#include "salus/query/evaluate.hpp"

namespace salus::memory {

namespace {

void append_big_endian(std::string& key, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>(number >> shift & 0xFFU);
}

/// With the sign bit turned over, negative numbers come first.
void append_integer(std::string& key, std::int64_t number) {
  append_big_endian(key, std::bit_cast<std::uint64_t>(number) ^ (std::uint64_t{1} << 63U));
}

void append_text(std::string& key, std::string_view text, KeyCase letters) {
  append_big_endian(key, text.size());
  const auto start = static_cast<std::ptrdiff_t>(key.size());
  key += text;
  if (letters == KeyCase::exact) return;
  std::transform(key.begin() + start, key.end(), key.begin() + start, salus::detail::ascii_lower);
}

}  // namespace

void append_to_key(std::string& key, const Cell& cell, KeyCase letters) {
  std::visit(
      [&](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::string_view>)
          append_text(key, held, letters);
        else if constexpr (std::is_same_v<Held, BytesView>)
          append_text(key, held.data, KeyCase::exact);
        else if constexpr (std::is_same_v<Held, Uuid>)
          key.append(held.bytes.begin(), held.bytes.end());
        else if constexpr (std::is_same_v<Held, bool>)
          key += held ? '\1' : '\0';
        else if constexpr (std::is_same_v<Held, std::int64_t>)
          append_integer(key, held);
        else if constexpr (std::is_same_v<Held, double>) {
          append_big_endian(key, std::bit_cast<std::uint64_t>(held + 0.0));  // -0.0 equals 0.0
        } else if constexpr (!std::is_same_v<Held, Null>) {
          append_integer(key, held.time_since_epoch().count());
        }
      },
      cell);
}

std::string key_prefix(const Uuid& organization) {
  std::string key;
  append_to_key(key, organization);
  return key;
}

}  // namespace salus::memory

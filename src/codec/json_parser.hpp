#pragma once

/// Strict JSON (RFC 8259) into a tree.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "codec/json_tree.hpp"

namespace salus::codec {

/// Deeper nesting is refused: nobody means it, and every reader of the text would have to bear it.
inline constexpr std::size_t deepest_json = 64;

/// What to do with `\ud800` that has no partner: no UTF-8 can hold it.
enum class LoneSurrogates : std::uint8_t {
  refuse,
  keep,  ///< As three bytes, so that a reader can name the field they stand in (`detail::surrogate_at_front`).
};

/// Throws `invalid_input`, "JSON parse error - …". Of members with one key, the last one is kept.
JsonNode parse_json_tree(std::string_view text, LoneSurrogates surrogates);

}  // namespace salus::codec

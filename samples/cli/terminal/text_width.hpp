#pragma once

/// Text as a terminal shows it: how wide it is, cut and padded to a width, and without anything that
/// would move the cursor. Names come from everywhere, and some from an attacker.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace salus::cli {

/// How many cells a text takes: none for a combining mark, two for an ideograph.
std::size_t width_of(std::string_view text);

/// The text without control characters, which could clear the screen or forge a line; `�` stands
/// for each, and for what is no UTF-8.
std::string printable(std::string_view text);

/// The text if it fits, else its beginning and `…`.
std::string fitted(std::string_view text, std::size_t width);

/// Filled with spaces on the right, or on the left.
std::string padded_right(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

/// A number with a comma between each three digits.
std::string grouped(std::uint64_t number);

}  // namespace salus::cli

#include "cli/terminal/text_width.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace salus::cli {

namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr std::string_view replacement_text = "\uFFFD";

struct Character {
  char32_t code_point;
  std::size_t bytes;
};

/// The first character of a text that is not empty; what is no UTF-8 is replaced byte by byte.
Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {replacement, 1};
  auto code_point = static_cast<char32_t>(lead & (0xFFU >> (length + 1)));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return {replacement, 1};
    code_point = code_point << 6U | (byte & 0x3FU);
  }
  return {code_point, length};
}

struct Range {
  char32_t first;
  char32_t last;
};

// Unicode 15: general categories Mn and Cf in the scripts that names are written in.
constexpr std::array zero_width{
    Range{0x0300, 0x036F},
    Range{0x0483, 0x0489},
    Range{0x0591, 0x05BD},
    Range{0x0610, 0x061A},
    Range{0x064B, 0x065F},
    Range{0x093A, 0x093A},
    Range{0x093C, 0x093C},
    Range{0x0941, 0x0948},
    Range{0x094D, 0x094D},
    Range{0x0E31, 0x0E31},
    Range{0x0E34, 0x0E3A},
    Range{0x0E47, 0x0E4E},
    Range{0x1AB0, 0x1AFF},
    Range{0x1DC0, 0x1DFF},
    Range{0x200B, 0x200F},
    Range{0x20D0, 0x20FF},
    Range{0xFE00, 0xFE0F},
    Range{0xFE20, 0xFE2F},
};

// Unicode 15: East_Asian_Width W and F.
constexpr std::array double_width{
    Range{0x1100, 0x115F},
    Range{0x2E80, 0x303E},
    Range{0x3041, 0x33FF},
    Range{0x3400, 0x4DBF},
    Range{0x4E00, 0x9FFF},
    Range{0xA000, 0xA4CF},
    Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF},
    Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6},
    Range{0x1F300, 0x1F64F},
    Range{0x1F900, 0x1F9FF},
    Range{0x20000, 0x3FFFD},
};

bool is_in(std::span<const Range> ranges, char32_t code_point) {
  return std::ranges::any_of(ranges, [=](const Range& range) {
    return range.first <= code_point && code_point <= range.last;
  });
}

std::size_t width_of(char32_t code_point) {
  if (code_point < 0x300) return 1;
  if (is_in(zero_width, code_point)) return 0;
  return is_in(double_width, code_point) ? 2 : 1;
}

/// C0, DEL, C1, and the marks that reorder what stands around them.
bool is_control(char32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) ||
         (code_point >= 0x202A && code_point <= 0x202E) ||
         (code_point >= 0x2066 && code_point <= 0x2069);
}

}  // namespace

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const auto character = first_character(text);
    width += width_of(character.code_point);
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto [code_point, bytes] = first_character(text);
    const bool is_space = code_point == '\n' || code_point == '\t' || code_point == '\r';
    if (is_space)
      shown += ' ';
    else if (is_control(code_point) || code_point == replacement)
      shown += replacement_text;
    else
      shown.append(text, 0, bytes);
    text.remove_prefix(bytes);
  }
  return shown;
}

std::string fitted(std::string_view text, std::size_t width) {
  if (width_of(text) <= width) return std::string{text};
  std::string cut;
  std::size_t used = 1;  // the ellipsis
  while (!text.empty()) {
    const auto character = first_character(text);
    used += width_of(character.code_point);
    if (used > width) break;
    cut.append(text, 0, character.bytes);
    text.remove_prefix(character.bytes);
  }
  return cut + "…";
}

std::string padded_right(std::string_view text, std::size_t width) {
  std::string padded{text};
  const auto used = width_of(text);
  if (used < width) padded.append(width - used, ' ');
  return padded;
}

std::string padded_left(std::string_view text, std::size_t width) {
  const auto used = width_of(text);
  return used < width ? std::string(width - used, ' ').append(text) : std::string{text};
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

}  // namespace salus::cli

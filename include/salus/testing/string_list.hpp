#pragma once

/// Reads a JSON list of strings, so that the kit can use lists of test texts without a JSON library.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace salus::testing {

namespace detail {

inline void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto append = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code_point < 0x80) {
    append(code_point);
  } else if (code_point < 0x800) {
    append(0xC0U | code_point >> 6U);
    append(0x80U | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    append(0xE0U | code_point >> 12U);
    append(0x80U | (code_point >> 6U & 0x3FU));
    append(0x80U | (code_point & 0x3FU));
  } else {
    append(0xF0U | code_point >> 18U);
    append(0x80U | (code_point >> 12U & 0x3FU));
    append(0x80U | (code_point >> 6U & 0x3FU));
    append(0x80U | (code_point & 0x3FU));
  }
}

class StringListReader {
 public:
  explicit StringListReader(std::string_view json) : rest_{json} {}

  std::vector<std::string> read() {
    std::vector<std::string> texts;
    expect('[');
    while (peek() != ']') {
      if (!texts.empty()) expect(',');
      texts.push_back(read_string());
    }
    return texts;
  }

 private:
  char peek() {
    const auto start = rest_.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) throw std::invalid_argument{"The list has no end."};
    rest_.remove_prefix(start);
    return rest_.front();
  }

  char take() {
    if (rest_.empty()) throw std::invalid_argument{"The list has no end."};
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  void expect(char wanted) {
    if (peek() != wanted) throw std::invalid_argument{"This is not a JSON list of strings."};
    take();
  }

  std::string read_string() {
    std::string text;
    expect('"');
    for (char c = take(); c != '"'; c = take()) {
      if (c == '\\')
        read_escape(text);
      else
        text += c;
    }
    return text;
  }

  void read_escape(std::string& text) {
    constexpr std::string_view letters = "bfnrt";
    constexpr std::string_view meanings = "\b\f\n\r\t";
    const char c = take();
    if (c == 'u') return append_utf8(text, read_code_point());
    const auto letter = letters.find(c);
    text += letter == std::string_view::npos ? c : meanings[letter];
  }

  /// Four hexadecimal digits, or twice those for a surrogate pair (RFC 8259 §7).
  std::uint32_t read_code_point() {
    const auto first = read_hexadecimal();
    if (first < 0xD800 || first > 0xDBFF) return first;
    expect('\\');
    expect('u');
    return 0x10000 + ((first - 0xD800) << 10U) + (read_hexadecimal() - 0xDC00);
  }

  std::uint32_t read_hexadecimal() {
    std::uint32_t number = 0;
    for (int i = 0; i < 4; ++i) number = number * 16 + digit_of(take());
    return number;
  }

  static std::uint32_t digit_of(char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto digit = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    if (digit == std::string_view::npos) throw std::invalid_argument{"A digit is no digit."};
    return static_cast<std::uint32_t>(digit);
  }

  std::string_view rest_;
};

}  // namespace detail

/// The strings of a JSON list; throws `std::invalid_argument` if it is none.
inline std::vector<std::string> read_string_list(std::string_view json) {
  return detail::StringListReader{json}.read();
}

}  // namespace salus::testing

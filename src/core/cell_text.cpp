#include "core/cell_text.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace salus::detail {

namespace {

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> digits;  // the longest double has 24
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// RFC 4648 §4, with padding.
void append_base64(std::string& out, std::string_view bytes) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= group.size() ? alphabet[bits >> (18 - 6 * i) & 0x3FU] : '=';
    }
  }
}

struct Appender {
  std::string& out;

  void operator()(Null) const {}
  void operator()(bool truth) const { out += truth ? "true" : "false"; }
  void operator()(std::int64_t number) const { append_number(out, number); }
  void operator()(double number) const { append_number(out, number); }
  void operator()(std::string_view text) const { out += text; }
  void operator()(BytesView bytes) const { append_base64(out, bytes.data); }
  void operator()(const Uuid& uuid) const { out += uuid.to_string(); }
  void operator()(Timestamp moment) const { out += to_string(moment); }
  void operator()(Date date) const { out += to_string(date); }
};

}  // namespace

void append_cell_text(std::string& out, const Cell& cell) { std::visit(Appender{out}, cell); }

}  // namespace salus::detail

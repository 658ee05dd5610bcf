#include "codec/json_parser.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "salus/core/error.hpp"
#include "salus/schema/validation.hpp"

namespace salus::codec {

namespace {

constexpr bool is_high_surrogate(char32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool is_low_surrogate(char32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

/// Appends UTF-8; a surrogate in the same way, though it has no place there.
void append_utf8(std::string& out, char32_t code_point) {
  const auto low_bits = [code_point](unsigned shift) {
    return static_cast<char>(0x80U | (code_point >> shift & 0x3FU));
  };
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += {static_cast<char>(0xC0U | code_point >> 6U), low_bits(0)};
  } else if (code_point < 0x10000) {
    out += {static_cast<char>(0xE0U | code_point >> 12U), low_bits(6), low_bits(0)};
  } else {
    out += {static_cast<char>(0xF0U | code_point >> 18U), low_bits(12), low_bits(6), low_bits(0)};
  }
}

/// Sorts members by key; of equal keys the last one stays.
void make_canonical(std::vector<JsonNode>& members) {
  std::vector<JsonNode*> order;
  for (auto& member : members) order.push_back(&member);
  std::ranges::sort(order, [](const JsonNode* left, const JsonNode* right) {
    return std::tie(left->key, left) <
           std::tie(right->key, right);  // in one vector, a later member has a higher address
  });
  std::vector<JsonNode> kept;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool replaced = i + 1 < order.size() && order[i]->key == order[i + 1]->key;
    if (!replaced) kept.push_back(std::move(*order[i]));
  }
  members = std::move(kept);
}

/// Recursive descent; the depth is bounded, so the stack is too.
class Parser {
 public:
  Parser(std::string_view text, LoneSurrogates surrogates) : text_{text}, surrogates_{surrogates} {}

  JsonNode document() {
    check_encoding();
    skip_white_space();
    JsonNode node = value();
    skip_white_space();
    if (at_ != text_.size()) fail("Extra data", at_);
    return node;
  }

 private:
  /// The position as Python reports it; nothing of the text is repeated.
  [[noreturn]] void fail(std::string_view what, std::size_t at) const {
    const auto before = text_.substr(0, at);
    const auto line = 1 + std::ranges::count(before, '\n');
    const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    throw Error{ErrorCode::invalid_input,
                "JSON parse error - " + std::string{what} + ": line " + std::to_string(line) +
                    " column " + std::to_string(at - line_start + 1) + " (char " +
                    std::to_string(at) + ")"};
  }

  void check_encoding() const {
    if (text_.starts_with("\xEF\xBB\xBF")) fail("Unexpected UTF-8 BOM", 0);
    for (std::size_t at = 0; at < text_.size();) {
      const auto length = detail::decode_utf8(text_.substr(at)).length;
      if (length == 0) fail("Invalid UTF-8", at);
      at += length;
    }
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool skip(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void skip_white_space() { at_ = std::min(text_.find_first_not_of(" \t\n\r", at_), text_.size()); }

  JsonNode value() {
    switch (peek()) {
      case '{':
        return nested(JsonKind::object);
      case '[':
        return nested(JsonKind::list);
      case '"':
        return {.kind = JsonKind::string, .text = string()};
      case 't':
        return word("true", {.kind = JsonKind::boolean, .truth = true});
      case 'f':
        return word("false", {.kind = JsonKind::boolean});
      case 'n':
        return word("null", {});
      default:
        return {.kind = JsonKind::number, .text = number()};
    }
  }

  JsonNode word(std::string_view spelling, JsonNode node) {
    if (!text_.substr(at_).starts_with(spelling)) fail("Expecting value", at_);
    at_ += spelling.size();
    return node;
  }

  JsonNode nested(JsonKind kind) {
    if (depth_ == deepest_json)
      fail("Nested deeper than " + std::to_string(deepest_json) + " levels", at_);
    ++depth_;
    ++at_;
    JsonNode node{.kind = kind};
    skip_white_space();
    if (kind == JsonKind::list)
      list(node.children);
    else
      object(node.children);
    --depth_;
    return node;
  }

  void list(std::vector<JsonNode>& items) {
    if (skip(']')) return;
    do {
      skip_white_space();
      items.push_back(value());
      skip_white_space();
    } while (skip(','));
    if (!skip(']')) fail("Expecting ',' delimiter", at_);
  }

  void object(std::vector<JsonNode>& members) {
    if (skip('}')) return;
    do {
      skip_white_space();
      if (peek() != '"') fail("Expecting property name enclosed in double quotes", at_);
      std::string key = string();
      skip_white_space();
      if (!skip(':')) fail("Expecting ':' delimiter", at_);
      skip_white_space();
      members.push_back(value());
      members.back().key = std::move(key);
      skip_white_space();
    } while (skip(','));
    if (!skip('}')) fail("Expecting ',' delimiter", at_);
    make_canonical(members);
  }

  void digits(std::size_t start) {
    if (!detail::is_digit(peek())) fail("Expecting value", start);
    while (detail::is_digit(peek())) ++at_;
  }

  std::string number() {
    const std::size_t start = at_;
    skip('-');
    if (!skip('0')) digits(start);
    if (skip('.')) digits(start);
    if (skip('e') || skip('E')) {
      if (!skip('+')) skip('-');
      digits(start);
    }
    const auto spelling = text_.substr(start, at_ - start);
    double value = 0;
    const auto read = std::from_chars(spelling.data(), spelling.data() + spelling.size(), value);
    // The text is kept, yet what a usual reader cannot hold would break it later, in somebody else's hands.
    if (read.ec == std::errc::result_out_of_range)
      fail("Out of range float values are not JSON compliant", start);
    return std::string{spelling};
  }

  std::string string() {
    const std::size_t start = at_++;
    std::string out;
    for (;;) {
      const std::size_t run = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             !is_control(text_[at_]))
        ++at_;
      out.append(text_, run, at_ - run);
      if (at_ == text_.size()) fail("Unterminated string starting at", start);
      if (skip('"')) return out;
      if (!skip('\\')) fail("Invalid control character at", at_);
      escape(out);
    }
  }

  static bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

  void escape(std::string& out) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t start = at_ - 1;
    const auto letter = at_ < text_.size() ? letters.find(text_[at_]) : std::string_view::npos;
    if (letter != std::string_view::npos) {
      out += meanings[letter];
      ++at_;
    } else if (skip('u')) {
      append_utf8(out, escaped_code_point(start));
    } else {
      fail("Invalid \\escape", start);
    }
  }

  char32_t escaped_code_point(std::size_t start) {
    const char32_t first = code_unit(start);
    if (is_high_surrogate(first) && text_.substr(at_).starts_with("\\u")) {
      const std::size_t second_start = at_;
      at_ += 2;
      const char32_t second = code_unit(second_start);
      if (is_low_surrogate(second)) return 0x10000 + ((first - 0xD800) << 10U) + (second - 0xDC00);
      at_ = second_start;
    }
    const bool lone = is_high_surrogate(first) || is_low_surrogate(first);
    if (lone && surrogates_ == LoneSurrogates::refuse) fail("Unpaired surrogate", start);
    return first;
  }

  char32_t code_unit(std::size_t start) {
    const auto spelling = text_.substr(at_, 4);
    if (spelling.size() != 4 || !std::ranges::all_of(spelling, detail::is_hex_digit))
      fail("Invalid \\uXXXX escape", start);
    std::uint32_t unit = 0;
    std::from_chars(spelling.data(), spelling.data() + spelling.size(), unit, 16);
    at_ += 4;
    return unit;
  }

  std::string_view text_;
  LoneSurrogates surrogates_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

JsonNode parse_json_tree(std::string_view text, LoneSurrogates surrogates) {
  return Parser{text, surrogates}.document();
}

}  // namespace salus::codec

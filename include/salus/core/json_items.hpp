#pragma once

/// Canonical JSON text, walked in place: no tree, and no copies but of decoded strings.
///
/// @code
/// for (JsonItems items{R"([{"a":1},{"a":2}])"}; items.next();) use(items.value());
/// @endcode
///
/// Of text that is not canonical (salus/core/json.hpp) less is found than stands there; never anything else.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace salus::detail {

/// How long the string at the front of a text is, with its quotes; 0: it does not end.
constexpr std::size_t json_string_length(std::string_view text) {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '"')
      return at + 1;
  }
  return 0;
}

/// How long the value at the front of a text is; 0: there is none.
constexpr std::size_t json_length(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool ends = c == ',' || c == ':' || c == ']' || c == '}';
    if (depth == 0 && ends) return at;
    if (c == '"') {
      const auto length = json_string_length(text.substr(at));
      if (length == 0) return 0;
      at += length - 1;
      if (depth == 0) return at + 1;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if ((c == ']' || c == '}') && --depth == 0) {
      return at + 1;
    }
  }
  return depth == 0 ? text.size() : 0;
}

/// The byte that `\uXXXX` stands for; canonical text has no other than control characters so.
constexpr std::optional<char> json_control_character(std::string_view digits) {
  if (digits.size() < 4 || !digits.starts_with("00")) return std::nullopt;
  constexpr std::string_view hex_digits = "0123456789abcdef";
  const auto high = hex_digits.find(digits[2]);
  const auto low = hex_digits.find(digits[3]);
  if (high > 1 || low == std::string_view::npos) return std::nullopt;
  return static_cast<char>(high << 4U | low);
}

/// The text that a JSON string, given with its quotes, says.
inline std::optional<std::string> decode_json_string(std::string_view text) {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  if (text.size() < 2 || json_string_length(text) != text.size()) return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::string decoded;
  for (;;) {
    const auto escape = text.find('\\');
    decoded.append(text, 0, escape);
    if (escape == std::string_view::npos) return decoded;
    const bool is_long = text[escape + 1] == 'u';
    const auto letter = letters.find(text[escape + 1]);
    const auto control = is_long ? json_control_character(text.substr(escape + 2)) : std::nullopt;
    if (!control && letter == std::string_view::npos) return std::nullopt;
    decoded += control ? *control : meanings[letter];
    text.remove_prefix(escape + (is_long ? 6 : 2));
  }
}

/// The elements of a list, or the members of an object, one after the other.
class JsonItems {
 public:
  /// Of any other value there are none.
  explicit JsonItems(std::string_view text) {
    if (text.size() < 2 || (text.front() != '[' && text.front() != '{')) return;
    is_object_ = text.front() == '{';
    rest_ = text.substr(1, text.size() - 2);
  }

  /// Moves to the next one, if there is one.
  bool next() {
    const bool found = (!is_object_ || (take(key_) && skip(':'))) && take(value_);
    skip(',');
    return found;
  }

  /// Of a member: its name, with quotes.
  std::string_view key() const { return key_; }
  std::string_view value() const { return value_; }

 private:
  bool take(std::string_view& part) {
    part = rest_.substr(0, json_length(rest_));
    rest_.remove_prefix(part.size());
    return !part.empty();
  }
  bool skip(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool is_object_ = false;
  std::string_view rest_;
  std::string_view key_;
  std::string_view value_;
};

/// What Python calls the type of a value; the wire's messages do too.
constexpr std::string_view json_python_type(std::string_view text) {
  switch (text.empty() ? '\0' : text.front()) {
    case 'n':
      return "NoneType";
    case 't':
    case 'f':
      return "bool";
    case '"':
      return "str";
    case '[':
      return "list";
    case '{':
      return "dict";
    default:
      return text.find_first_of(".eE") == std::string_view::npos ? "int" : "float";
  }
}

}  // namespace salus::detail

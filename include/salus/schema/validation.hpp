#pragma once

/// The rules of an entity's table, applied to values: everything that is wrong, at once.
///
/// @code
/// Issues issues;
/// validate_required(patch, issues);                // creation only: what was not given
/// validate(entity_info<Patient>(), row, issues);   // the whole row as it would be stored
/// if (!issues.empty()) throw Error{std::move(issues)};
/// @endcode
///
/// The sentences are part of the wire contract. None repeats a value but `"x" is not a valid choice.`
/// Pure functions: no state, any thread.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "salus/core/issues.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/entity.hpp"
#include "salus/schema/nested_text.hpp"
#include "salus/schema/patch.hpp"

namespace salus {

namespace detail {

/// The first character of a text. `length` 0: what stands there is not well-formed UTF-8.
struct Utf8Character {
  char32_t code_point = 0;
  std::size_t length = 0;
};

/// Unicode §3.9, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF. `text` is not empty.
constexpr Utf8Character decode_utf8(std::string_view text) {
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80U) return {lead, 1};
  const std::size_t length = lead < 0xC2U   ? 0
                             : lead < 0xE0U ? 2
                             : lead < 0xF0U ? 3
                             : lead < 0xF5U ? 4
                                            : 0;
  if (length == 0 || text.size() < length) return {};
  char32_t code_point = lead & (0x7FU >> length);
  for (const char c : text.substr(1, length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) return {};
    code_point = code_point << 6U | (byte & 0x3FU);
  }
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < least[length] || code_point > 0x10FFFF || surrogate) return {};
  return {code_point, length};
}

/// The surrogate at the front of a text. No UTF-8 has one; a JSON escape without its partner makes one.
constexpr std::optional<unsigned> surrogate_at_front(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() < 3 || byte(0) != 0xEDU || byte(1) < 0xA0U || byte(1) > 0xBFU)
    return std::nullopt;
  return 0xD000U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
}

/// What `str.strip()` of the original stack removes: the Unicode White_Space characters and U+001C to U+001F.
constexpr bool is_white_space(char32_t c) {
  if (c <= 0x20) return c == 0x20 || (c >= 0x09 && c <= 0x0D) || c >= 0x1C;
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// A text without the white space around it.
constexpr std::string_view trimmed(std::string_view text) {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool started = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = decode_utf8(text.substr(at));
    const std::size_t length = std::max<std::size_t>(character.length, 1);
    if (character.length == 0 || !is_white_space(character.code_point)) {
      if (!started) begin = at;
      started = true;
      end = at + length;
    }
    at += length;
  }
  return text.substr(begin, end - begin);
}

/// What one look at a text tells.
struct TextFacts {
  std::size_t characters = 0;  ///< Code points.
  bool has_null = false;
  bool well_formed = true;
  std::optional<unsigned> surrogate;  ///< The first one.
};

constexpr TextFacts text_facts(std::string_view text) {
  TextFacts facts;
  while (!text.empty()) {
    const auto character = decode_utf8(text);
    const auto surrogate = character.length == 0 ? surrogate_at_front(text) : std::nullopt;
    if (character.length == 0 && !surrogate) facts.well_formed = false;
    if (surrogate && !facts.surrogate) facts.surrogate = surrogate;
    facts.has_null = facts.has_null || text.front() == '\0';
    text.remove_prefix(surrogate ? 3 : std::max<std::size_t>(character.length, 1));
    ++facts.characters;
  }
  return facts;
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Calls `accept` with each part between separators; false as soon as it is.
template <class Accept>
constexpr bool every_part(std::string_view text, char separator, const Accept& accept) {
  for (;;) {
    const auto end = text.find(separator);
    if (!accept(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

constexpr bool is_ipv4_address(std::string_view text) {
  int parts = 0;
  const bool good = every_part(text, '.', [&parts](std::string_view part) {
    ++parts;
    if (part.empty() || part.size() > 3 || !std::ranges::all_of(part, is_digit)) return false;
    int number = 0;
    for (const char digit : part) number = number * 10 + (digit - '0');
    return number < 256 && (part.size() == 1 || part.front() != '0');
  });
  return good && parts == 4;
}

/// The 16-bit groups in one side of an IPv6 address, the last of which may be an IPv4 address; −1: it is none.
constexpr int ipv6_groups(std::string_view text, bool may_end_in_ipv4) {
  if (text.empty()) return 0;
  int groups = 0;
  bool ended = false;
  const bool good = every_part(text, ':', [&](std::string_view part) {
    if (std::exchange(ended, part.find('.') != std::string_view::npos)) return false;
    groups += ended ? 2 : 1;
    if (ended) return may_end_in_ipv4 && is_ipv4_address(part);
    return !part.empty() && part.size() <= 4 && std::ranges::all_of(part, is_hex_digit);
  });
  return good ? groups : -1;
}

constexpr bool is_ipv6_address(std::string_view text) {
  const auto gap = text.find("::");
  if (gap == std::string_view::npos) return ipv6_groups(text, true) == 8;
  const int left = ipv6_groups(text.substr(0, gap), false);
  const int right = ipv6_groups(text.substr(gap + 2), true);
  return left >= 0 && right >= 0 && left + right < 8;
}

/// Dot-separated words of RFC 5322 §3.2.3.
constexpr bool is_dot_atom(std::string_view text) {
  return every_part(text, '.', [](std::string_view word) {
    return !word.empty() && std::ranges::all_of(word, [](char c) {
      return is_letter_or_digit(c) ||
             std::string_view{"-!#$%&'*+/=?^_`{}|~"}.find(c) != std::string_view::npos;
    });
  });
}

/// A quoted local part, RFC 5322 §3.2.4: ASCII without NUL and line breaks; `"`, `\` and blanks only escaped.
constexpr bool is_quoted_local_part(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\';
    if (escaped && ++i == text.size()) return false;
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0 || byte > 0x7F || byte == '\n' || byte == '\r') return false;
    if (!escaped && (byte == '"' || byte == '\t' || byte == ' ')) return false;
  }
  return true;
}

/// One label of a host name, or an international one: that is judged by its characters alone.
constexpr bool is_domain_label(std::string_view label) {
  std::size_t characters = 0;
  for (auto rest = label; !rest.empty(); ++characters) {
    const auto character = decode_utf8(rest);
    const bool ascii = character.length == 1;
    if (ascii ? !is_letter_or_digit(rest.front()) && rest.front() != '-'
              : character.code_point <= 0xA0)
      return false;
    if (is_white_space(character.code_point)) return false;
    rest.remove_prefix(character.length);
  }
  return characters >= 1 && characters <= 63 && label.back() != '-';
}

/// At least two labels; all but the last begin with a letter or digit, and the last has two characters.
constexpr bool is_domain(std::string_view domain) {
  const auto dot = domain.rfind('.');
  if (dot == std::string_view::npos) return domain == "localhost";
  const auto last = domain.substr(dot + 1);
  return last.size() >= 2 && is_domain_label(last) &&
         every_part(domain.substr(0, dot), '.', [](std::string_view label) {
           return is_domain_label(label) && label.front() != '-';
         });
}

constexpr bool is_address_literal(std::string_view domain) {
  if (domain.size() < 2 || domain.front() != '[' || domain.back() != ']') return false;
  const auto address = domain.substr(1, domain.size() - 2);
  return is_ipv4_address(address) || is_ipv6_address(address);
}

/// An email address as Django 5.1 judges it: RFC 5321's forms, at most 320 bytes, a public-looking domain.
constexpr bool is_email_address(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > 320) return false;
  const auto local = text.substr(0, at);
  const auto domain = text.substr(at + 1);
  return (is_dot_atom(local) || is_quoted_local_part(local)) &&
         (is_domain(domain) || is_address_literal(domain));
}

/// What is said of a value that is no value of its field's type.
constexpr std::string_view wrong_type_message(FieldType type) {
  switch (type) {
    case FieldType::boolean:
      return "Must be a valid boolean.";
    case FieldType::integer:
      return "A valid integer is required.";
    case FieldType::number:
      return "A valid number is required.";
    case FieldType::uuid:
      return "Must be a valid UUID.";
    case FieldType::timestamp:
      return "Datetime has wrong format. Use one of these formats instead: "
             "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";
    case FieldType::date:
      return "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";
    case FieldType::json:
      return "Value must be valid JSON.";
    case FieldType::text:
    case FieldType::bytes:
    case FieldType::choice:
      return "Not a valid string.";
  }
  return "Not a valid value.";
}

inline void add_required(const FieldFacts& field, Issues& issues) {
  issues.add(field.name, "required", "This field is required.");
}

inline void add_surrogate(const FieldFacts& field, unsigned surrogate, Issues& issues) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string message = "Surrogate characters are not allowed: U+";
  for (unsigned shift = 16; shift > 0; shift -= 4)
    message += digits[surrogate >> (shift - 4) & 0xFU];
  issues.add(field.name, "surrogate_characters_not_allowed", message + ".");
}

inline void validate_time_of_day(const FieldFacts& field, std::string_view text, Issues& issues) {
  if (parse_time_of_day(text)) return;
  issues.add(field.name,
             "invalid",
             "Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]].");
}

inline void validate_text(const FieldFacts& field, std::string_view text, Issues& issues) {
  if (field.format == TextFormat::time_of_day) return validate_time_of_day(field, text, issues);
  if (trimmed(text).empty()) {
    if (field.required) issues.add(field.name, "blank", "This field may not be blank.");
    if (field.required || text.empty()) return;
  }
  const auto facts = text_facts(text);
  if (field.max_length != 0 && facts.characters > field.max_length) {
    issues.add(
        field.name,
        "max_length",
        "Ensure this field has no more than " + std::to_string(field.max_length) + " characters.");
  }
  if (facts.has_null)
    issues.add(field.name, "null_characters_not_allowed", "Null characters are not allowed.");
  if (facts.surrogate) add_surrogate(field, *facts.surrogate, issues);
  if (!facts.well_formed)
    issues.add(field.name, "invalid", std::string{wrong_type_message(field.type)});
  if (field.format == TextFormat::email && !is_email_address(text)) {
    issues.add(field.name, "invalid", "Enter a valid email address.");
  }
}

inline void validate_choice(const FieldFacts& field, const std::string& text, Issues& issues) {
  if (std::ranges::find(field.choices, text) != field.choices.end()) return;
  issues.add(field.name, "invalid_choice", "\"" + text + "\" is not a valid choice.");
}

inline void run_checks(std::span<const CheckInfo> checks, std::span<const Value> values,
                       Issues& issues) {
  for (const auto& check : checks) {
    if (!check.holds(values)) issues.add(check.field, check.code, std::string{check.message});
  }
}

}  // namespace detail

/// Judges one value by its field's line in the table. A text may break several rules.
inline void validate_value(const FieldFacts& field, const Value& value, Issues& issues) {
  if (is_null(value)) {
    if (!field.nullable)
      issues.add(field.name, "null", "This field may not be null.");
    else if (field.required)
      detail::add_required(field, issues);
  } else if (!is_of_type(value, field.type)) {
    issues.add(field.name, "invalid", std::string{detail::wrong_type_message(field.type)});
  } else if (field.type == FieldType::text) {
    detail::validate_text(field, std::get<std::string>(value), issues);
  } else if (field.type == FieldType::choice) {
    detail::validate_choice(field, std::get<std::string>(value), issues);
  } else if (field.type == FieldType::uuid && field.required && std::get<Uuid>(value).is_nil()) {
    detail::add_required(field, issues);
  } else if (field.value != nullptr) {
    validate_nested(field, std::get<std::string>(value), issues);
  }
}

/// Judges a whole row: each field, then, if all are good, the rules over several. `values` are in the
/// table's order. A field that `issues` mentions already is not judged again.
inline void validate(const EntityInfo& entity, std::span<const Value> values, Issues& issues) {
  for (const auto& field : entity.fields()) {
    if (!issues.mentions(field.name)) validate_value(field, values[field.position], issues);
  }
  // A rule over a broken value would say something about a value that nobody gave.
  if (!issues.empty()) return;
  detail::run_checks(entity.checks, values, issues);
}

/// For an update: what may not become of a valid row.
inline void validate_change(const EntityInfo& entity, std::span<const Value> before,
                            std::span<const Value> after, Issues& issues) {
  for (const auto& check : entity.change_checks) {
    if (!check.holds(before, after))
      issues.add(check.field, check.code, std::string{check.message});
  }
}

/// For a creation: the required fields that were not given. Fields that `issues` mentions already were
/// given, and are wrong.
inline void validate_required(const Patch& patch, Issues& issues) {
  for (const auto& field : patch.entity().fields()) {
    if (field.required && !field.read_only && !patch.gives(field) && !issues.mentions(field.name)) {
      detail::add_required(field, issues);
    }
  }
}

}  // namespace salus

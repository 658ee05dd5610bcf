#pragma once

/// Values and conditions as text, for the messages of failing tests.

#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <type_traits>

#include "salus/core/value.hpp"
#include "salus/query/expr.hpp"
#include "salus/query/select.hpp"

namespace salus::testing {

namespace detail {

/// In quotes, with everything but printable ASCII as \xNN, and shortened.
inline std::string quoted(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string quoted = "\"";
  for (const char c : text.substr(0, 80)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F)
      quoted += c;
    else
      quoted += {'\\', 'x', digits[byte >> 4U], digits[byte & 0x0FU]};
  }
  return quoted + (text.size() > 80 ? "\"… of " + std::to_string(text.size()) : "\"");
}

/// The shortest form that reads back as the same number.
template <class Number>
std::string digits_of(Number number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

inline constexpr std::array operator_words{"always",
                                           "never",
                                           "and",
                                           "or",
                                           "not",
                                           "=",
                                           "≠",
                                           "<",
                                           "≤",
                                           ">",
                                           "≥",
                                           "in",
                                           "starts with",
                                           "contains",
                                           "=(ignoring case)",
                                           "contains (ignoring case)",
                                           "is missing",
                                           "exists",
                                           "has an element",
                                           "the caller has"};

/// `details.a.b`, or `details` alone.
inline std::string place_of(const Expr& node) {
  std::string place{node.column->name};
  if (!node.path) return place;
  place += node.path->empty() ? "." : "";
  for (const auto& name : *node.path) place += "." + name;
  return place;
}

inline std::string word_of(Operator op) { return operator_words[static_cast<std::size_t>(op)]; }

}  // namespace detail

inline std::string describe(const Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, Null>)
          return "missing";
        else if constexpr (std::is_same_v<Held, bool>)
          return held ? "true" : "false";
        else if constexpr (std::is_same_v<Held, std::string>)
          return detail::quoted(held);
        else if constexpr (std::is_same_v<Held, Bytes>)
          return "bytes " + detail::quoted(held.data);
        else if constexpr (std::is_same_v<Held, Uuid>)
          return held.to_string();
        else if constexpr (std::is_arithmetic_v<Held>)
          return detail::digits_of(held);
        else
          return to_string(held);
      },
      value);
}

inline std::string describe(const std::vector<Value>& row) {
  std::string text = "[";
  for (const auto& value : row) text += (text.size() > 1 ? ", " : "") + describe(value);
  return text + "]";
}

/// For example `(text starts with "a%" and not exists(finding.specimen = id: level < 3))`.
inline std::string describe(const Expr& node) {
  const auto joined = [&](const char* word) {
    std::string text;
    for (const auto& child : node.children) text += (text.empty() ? "" : word) + describe(child);
    return "(" + text + ")";
  };
  switch (node.op) {
    case Operator::always:
    case Operator::never:
      return detail::word_of(node.op);
    case Operator::all_of:
      return joined(" and ");
    case Operator::any_of:
      return joined(" or ");
    case Operator::negation:
      return "not (" + describe(node.children.front()) + ")";
    case Operator::is_null:
      return detail::place_of(node) + " is missing";
    case Operator::has_element:
      return detail::place_of(node) + " has an element: " + describe(node.children.front());
    case Operator::caller_has:
      return "the caller has " + describe(node.values.front());
    case Operator::exists:
      return "exists(" + std::string{node.related->name} + "." +
             std::string{node.related_column->name} + " = " + std::string{node.column->name} +
             ": " + describe(node.children.front()) + ")";
    default:
      break;
  }
  const auto operand = node.operand == Operand::now ? "now"
                       : node.op == Operator::in    ? describe(node.values)
                                                    : describe(node.values.front());
  return detail::place_of(node) + " " + detail::word_of(node.op) + " " + operand;
}

inline std::string describe(const Select& query) {
  std::string text = "rows of " + std::string{query.entity->name};
  text += query.shape == Shape::page ? " (page)" : " (set)";
  if (query.visible) text += "\n  visible " + describe(*query.visible);
  text += "\n  where " + describe(query.where);
  for (const auto& key : query.order) {
    text += "\n  order by " + std::string{key.column->name};
    if (key.direction == Direction::descending) text += " descending";
  }
  if (query.limit) text += "\n  limit " + std::to_string(*query.limit);
  if (query.offset != 0) text += "\n  offset " + std::to_string(query.offset);
  if (query.row_bits) {
    for (const auto& condition : *query.row_bits) text += "\n  bit " + describe(condition);
  }
  return text + "\n  now " + to_string(query.now);
}

}  // namespace salus::testing

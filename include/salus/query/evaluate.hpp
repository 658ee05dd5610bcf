#pragma once

/// The meaning of the condition tree, in memory: the reference for every other emitter.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "salus/core/error.hpp"
#include "salus/core/json_items.hpp"
#include "salus/query/expr.hpp"

namespace salus {

namespace detail {

inline char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline bool equal_ignoring_ascii_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, ascii_lower, ascii_lower);
}

inline bool contains_ignoring_ascii_case(std::string_view text, std::string_view part) {
  return part.empty() || !std::ranges::search(text, part, {}, ascii_lower, ascii_lower).empty();
}

inline bool compare_holds(Operator op, const Cell& cell, const Cell& operand) {
  const auto order = compare(cell, operand);
  switch (op) {
    case Operator::equal:
      return order == 0;
    case Operator::not_equal:
      return order != 0;
    case Operator::less:
      return order < 0;
    case Operator::less_or_equal:
      return order <= 0;
    case Operator::greater:
      return order > 0;
    case Operator::greater_or_equal:
      return order >= 0;
    default:
      break;
  }
  const auto* text = std::get_if<std::string_view>(&cell);
  const auto* part = std::get_if<std::string_view>(&operand);
  if (text == nullptr || part == nullptr) return false;
  switch (op) {
    case Operator::starts_with:
      return text->starts_with(*part);
    case Operator::contains:
      return text->find(*part) != std::string_view::npos;
    case Operator::equal_ignoring_case:
      return equal_ignoring_ascii_case(*text, *part);
    case Operator::contains_ignoring_case:
      return contains_ignoring_ascii_case(*text, *part);
    default:
      return false;
  }
}

/// Throws `internal` at a node about the caller, whom only a database's own context names.
inline void require_no_caller(const Expr& node) {
  if (node.op == Operator::caller_has || node.operand > Operand::now)
    throw Error{ErrorCode::internal, "Only row-level security asks who the caller is."};
}

/// The member of that name of an object, or nothing.
inline std::string_view json_member(std::string_view text, std::string_view name) {
  if (!text.starts_with('{')) return {};
  for (JsonItems items{text}; items.next();) {
    const auto key = items.key();
    if (key.substr(1, key.size() - 2) == name) return items.value();
  }
  return {};
}

/// The JSON at a path inside the JSON of a cell; nothing if it is missing or not looked into.
inline std::string_view json_at(const Cell& cell, const JsonPath& path) {
  const auto* json = std::get_if<std::string_view>(&cell);
  if (json == nullptr || json->find("\\u0000") != std::string_view::npos) return {};
  std::string_view text = *json;
  for (const auto& name : path) text = json_member(text, name);
  return text;
}

inline bool leaf_holds(const Expr& node, const Cell& cell, Timestamp now) {
  if (node.op == Operator::is_null) return is_null(cell);
  if (is_null(cell)) return false;
  if (node.operand == Operand::now) return compare_holds(node.op, cell, now);
  if (node.op == Operator::in) {
    return std::ranges::any_of(
        node.values, [&](const Value& value) { return compare(cell, borrow(value)) == 0; });
  }
  const Cell operand = borrow(node.values.front());
  return !is_null(operand) && compare_holds(node.op, cell, operand);
}

/// The cells of a row, but that a column is an element of the list that it holds.
class CellOfElement {
 public:
  template <class CellOf>
  CellOfElement(const FieldInfo& column, std::string_view element, const CellOf& row)
      : column_{&column},
        element_{element},
        row_{&row},
        cell_of_row_{[](const void* cells, const FieldInfo& other) {
          return (*static_cast<const CellOf*>(cells))(other);
        }} {}

  Cell operator()(const FieldInfo& column) const {
    return &column == column_ ? Cell{element_} : cell_of_row_(row_, column);
  }

 private:
  const FieldInfo* column_;
  std::string_view element_;
  const void* row_;
  Cell (*cell_of_row_)(const void* cells, const FieldInfo& column);
};

/// What an element has: `require_json_node` refuses the question.
struct NoRelatedRows {
  bool operator()(const Expr&, const Cell&) const { return false; }
};

template <class CellOf>
bool element_holds(const Expr& node, const CellOf& cell_of, Timestamp now);

/// A leaf about a text inside JSON.
inline bool inner_leaf_holds(const Expr& node, const Cell& cell, Timestamp now) {
  const auto text = decode_json_string(json_at(cell, *node.path));
  return leaf_holds(node, text ? Cell{std::string_view{*text}} : Cell{}, now);
}

}  // namespace detail

/// Whether a condition holds for a row.
///
/// `cell_of(const FieldInfo&)` gives the row's cells; `exists(const Expr&, const Cell& outer)` answers
/// an `exists` node for the outer value. Neither allocates here; a text inside JSON is decoded.
template <class CellOf, class Exists>
bool evaluate(const Expr& node, const CellOf& cell_of, const Exists& exists, Timestamp now) {
  const auto child_holds = [&](const Expr& child) { return evaluate(child, cell_of, exists, now); };
  switch (node.op) {
    case Operator::always:
      return true;
    case Operator::never:
      return false;
    case Operator::all_of:
      return std::ranges::all_of(node.children, child_holds);
    case Operator::any_of:
      return std::ranges::any_of(node.children, child_holds);
    case Operator::negation:
      return !child_holds(node.children.front());
    case Operator::exists: {
      const Cell outer = cell_of(*node.column);
      return !is_null(outer) && exists(node, outer);
    }
    case Operator::has_element:
      return detail::element_holds(node, cell_of, now);
    default:
      detail::require_no_caller(node);
      return node.path ? detail::inner_leaf_holds(node, cell_of(*node.column), now)
                       : detail::leaf_holds(node, cell_of(*node.column), now);
  }
}

namespace detail {

/// Of a `has_element` node: whether its condition holds for one of the elements.
template <class CellOf>
bool element_holds(const Expr& node, const CellOf& cell_of, Timestamp now) {
  const auto list = json_at(cell_of(*node.column), node.path.value_or(JsonPath{}));
  if (!list.starts_with('[')) return false;
  for (JsonItems items{list}; items.next();) {
    const CellOfElement element{*node.column, items.value(), cell_of};
    if (evaluate(node.children.front(), element, NoRelatedRows{}, now)) return true;
  }
  return false;
}

}  // namespace detail

}  // namespace salus

#pragma once

/// The closed tree of conditions: what a row must satisfy.
///
/// The tree is plain data, so it can be printed, compared, evaluated in memory and rendered as SQL;
/// it owns its parameters. Its meaning is two-valued on every engine: a comparison with a missing
/// value is false, and the negation of that comparison is true.
///
/// Inside JSON the tree looks for texts. Where a path leads to no JSON string, the value is missing: a
/// number or a boolean is no text, so that 7 is never "7". A path leads through objects alone. JSON whose
/// canonical text has `\u0000` in it is not looked into, for no engine has a text with a NUL: everything in
/// it is missing.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/core/error.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

enum class Operator : std::uint8_t {
  always,
  never,
  all_of,                  ///< Every child.
  any_of,                  ///< At least one child.
  negation,                ///< Not its one child.
  equal,                   ///< column = value
  not_equal,               ///< column ≠ value, and column is not missing
  less,                    ///< column < value
  less_or_equal,           ///< column ≤ value
  greater,                 ///< column > value
  greater_or_equal,        ///< column ≥ value
  in,                      ///< column is one of the values
  starts_with,             ///< text column begins with the value, byte for byte
  contains,                ///< text column contains the value, byte for byte
  equal_ignoring_case,     ///< text column = value, ASCII letters compared without case
  contains_ignoring_case,  ///< text column contains the value, ASCII letters compared without case
  is_null,                 ///< column is missing
  exists,  ///< some live row of `related` has related_column = column, and the one child holds for it
  has_element,  ///< some element of the list in the JSON column satisfies the one child, in which the
                ///< column is that element
  caller_has,  ///< the value is one of the caller's words; in a RowSecurity only
};

/// Where the value comes from that a column is compared with.
enum class Operand : std::uint8_t {
  value,  ///< It stands in the node.
  now,    ///< The time of the call.
  user,   ///< The caller's own id, as this and those below: in a RowSecurity only.
  doctor,
  patient,
  access_level,
};

/// The names of the members that lead to a value inside JSON; none: the JSON itself. Each is an ASCII letter
/// or an underscore, followed by such, digits or hyphens: every engine reads that alike.
using JsonPath = std::vector<std::string>;

/// One node of the tree.
struct Expr {
  Operator op = Operator::always;
  const FieldInfo* column =
      nullptr;  ///< Of the row in question; for `exists`, the outer side of the link.
  /// Of a leaf about a JSON column: what is compared is the text there, in place of the canonical JSON.
  /// Of `has_element`: where the list is.
  std::optional<JsonPath> path{};
  /// Of a filter: where its reader may not see what it asks about, it holds. `guard_filter` settles it.
  bool where_shown = false;
  std::vector<Value> values{};  ///< Parameters, if they stand here.
  Operand operand = Operand::value;
  bool row_by_row = false;  ///< Of `exists`: too many related rows to list them first.
  const EntityInfo* related = nullptr;
  const FieldInfo* related_column = nullptr;
  std::vector<Expr> children{};

  bool is_always() const { return op == Operator::always; }
  bool is_never() const { return op == Operator::never; }

  friend bool operator==(const Expr&, const Expr&) = default;
};

namespace expr {

inline Expr always() { return {}; }
inline Expr never() { return {.op = Operator::never}; }

inline Expr compare(Operator op, const FieldInfo& column, Value value) {
  Expr node{.op = op, .column = &column};
  node.values.push_back(std::move(value));
  return node;
}

/// Compares a column with the time of the call.
inline Expr compare_with_now(Operator op, const FieldInfo& column) {
  return {.op = op, .column = &column, .operand = Operand::now};
}

/// The column is the caller's own id of a kind.
inline Expr equals_caller(const FieldInfo& column, Operand kind) {
  return {.op = Operator::equal, .column = &column, .operand = kind};
}

/// The same condition about the text at a path inside its JSON column.
inline Expr at_path(JsonPath path, Expr leaf) {
  leaf.path = std::move(path);
  return leaf;
}

/// A part of a filter that narrows only where the reader may see its fields, and else asks nothing.
inline Expr where_shown(Expr condition) {
  condition.where_shown = true;
  return condition;
}

inline Expr caller_has(std::string word) {
  Expr node{.op = Operator::caller_has};
  node.values.emplace_back(std::move(word));
  return node;
}

inline Expr in(const FieldInfo& column, std::vector<Value> values) {
  if (values.empty()) return never();
  return {.op = Operator::in, .column = &column, .values = std::move(values)};
}

inline Expr is_null(const FieldInfo& column) {
  return {.op = Operator::is_null, .column = &column};
}

namespace detail {

inline Expr join(Operator op, Operator neutral, Operator absorbing, std::vector<Expr> children) {
  std::vector<Expr> kept;
  for (auto& child : children) {
    if (child.op == absorbing) return {.op = absorbing};
    if (child.op == neutral) continue;
    if (child.op == op && !child.where_shown) {
      for (auto& grandchild : child.children) kept.push_back(std::move(grandchild));
    } else {
      kept.push_back(std::move(child));
    }
  }
  if (kept.empty()) return {.op = neutral};
  if (kept.size() == 1) return std::move(kept.front());
  return {.op = op, .children = std::move(kept)};
}

}  // namespace detail

/// Conjunction, with constants folded and nesting flattened.
inline Expr all_of(std::vector<Expr> children) {
  return detail::join(Operator::all_of, Operator::always, Operator::never, std::move(children));
}

/// Disjunction, with constants folded and nesting flattened.
inline Expr any_of(std::vector<Expr> children) {
  return detail::join(Operator::any_of, Operator::never, Operator::always, std::move(children));
}

inline Expr negation(Expr child) {
  if (child.is_always()) return never();
  if (child.is_never()) return always();
  if (child.op == Operator::negation) return std::move(child.children.front());
  Expr node{.op = Operator::negation};
  node.children.push_back(std::move(child));
  return node;
}

/// Some live row of `related` has `related_column` equal to the outer row's `column`, and `condition` holds for it.
inline Expr exists(const FieldInfo& column, const EntityInfo& related,
                   const FieldInfo& related_column, Expr condition) {
  if (condition.is_never()) return never();
  Expr node{.op = Operator::exists,
            .column = &column,
            .related = &related,
            .related_column = &related_column};
  node.children.push_back(std::move(condition));
  return node;
}

/// Some element of the list at a path satisfies a condition, in which the column means the element.
inline Expr has_element(const FieldInfo& column, JsonPath path, Expr condition) {
  if (condition.is_never()) return never();
  Expr node{.op = Operator::has_element, .column = &column, .path = std::move(path)};
  node.children.push_back(std::move(condition));
  return node;
}

}  // namespace expr

namespace detail {

constexpr bool is_path_step(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  for (const char c : name) {
    if (!is_letter(c) && c != '-' && (c < '0' || c > '9')) return false;
  }
  return !name.empty() && is_letter(name.front());
}

/// Throws `internal` at what a condition on an element may not ask: for related rows, or for its canonical JSON.
inline void require_element_condition(const Expr& node, const FieldInfo& list) {
  if (node.op == Operator::exists)
    throw Error{ErrorCode::internal, "An element of a list has no related rows."};
  if (node.column == &list && !node.path && node.op != Operator::has_element)
    throw Error{ErrorCode::internal, "Of an element only the texts inside are compared."};
  for (const auto& child : node.children) require_element_condition(child, list);
}

/// Throws `internal` at a node that looks into what is no JSON, or in a way that engines read differently.
inline void require_json_node(const Expr& node) {
  if (!node.path && node.op != Operator::has_element) return;
  if (node.column->type != FieldType::json)
    throw Error{ErrorCode::internal, "Only JSON has elements and texts inside."};
  for (const auto& name : node.path.value_or(JsonPath{})) {
    if (!is_path_step(name))
      throw Error{ErrorCode::internal, "A path inside JSON is made of letters, digits, _ and -."};
  }
  if (node.op == Operator::has_element)
    require_element_condition(node.children.front(), *node.column);
}

}  // namespace detail

inline Expr operator&&(Expr left, Expr right) {
  std::vector<Expr> children{};
  children.push_back(std::move(left));
  children.push_back(std::move(right));
  return expr::all_of(std::move(children));
}

inline Expr operator||(Expr left, Expr right) {
  std::vector<Expr> children{};
  children.push_back(std::move(left));
  children.push_back(std::move(right));
  return expr::any_of(std::move(children));
}

inline Expr operator!(Expr child) { return expr::negation(std::move(child)); }

/// The same condition with every `negation` directly above a leaf, so that a renderer needs a
/// null-safe form only there. Negating a comparison by flipping its operator would be wrong for
/// missing values (that mistake differed in 14,666 of 20,000 random worlds).
inline Expr push_negations_to_leaves(Expr node, bool negated = false) {
  switch (node.op) {
    case Operator::always:
    case Operator::never:
      return negated ? expr::negation(std::move(node)) : node;
    case Operator::negation:
      return push_negations_to_leaves(std::move(node.children.front()), !negated);
    case Operator::all_of:
    case Operator::any_of: {
      std::vector<Expr> children;
      for (auto& child : node.children)
        children.push_back(push_negations_to_leaves(std::move(child), negated));
      const bool conjunction = (node.op == Operator::all_of) != negated;
      return conjunction ? expr::all_of(std::move(children)) : expr::any_of(std::move(children));
    }
    case Operator::exists:
    case Operator::has_element:
      node.children.front() = push_negations_to_leaves(std::move(node.children.front()));
      if (node.children.front().is_never()) node = expr::never();
      break;
    default:
      break;
  }
  return negated ? expr::negation(std::move(node)) : node;
}

}  // namespace salus

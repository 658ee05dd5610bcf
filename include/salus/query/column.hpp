#pragma once

/// Typed columns: conditions that do not compile when they make no sense.
///
/// @code
/// where(f<&Patient::family_name> == "Okafor" && f<&Patient::birth_date> < Date{1980y / 1 / 1})
/// where(json_text(f<&Patient::insurance>, "provider") == "Acme" || has_element(f<&Doctor::languages>, "Igbo"))
/// @endcode

#include <concepts>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/query/expr.hpp"

namespace salus {

namespace detail {

template <class Type>
Value to_value(const Type& operand) {
  return Storage<Type>::load(operand);
}

}  // namespace detail

/// A field of `T` by its member. Use the variable `f<&T::member>`.
template <auto Member>
struct Column {
  using Type = typename detail::Unwrapped<typename Field<Member>::Type>::type;

  static const FieldInfo& info() { return field_info<Member>(); }

  friend Expr operator==(Column, const Type& value) { return leaf(Operator::equal, value); }
  friend Expr operator!=(Column, const Type& value) { return leaf(Operator::not_equal, value); }
  friend Expr operator<(Column, const Type& value) { return ordered(Operator::less, value); }
  friend Expr operator<=(Column, const Type& value) {
    return ordered(Operator::less_or_equal, value);
  }
  friend Expr operator>(Column, const Type& value) { return ordered(Operator::greater, value); }
  friend Expr operator>=(Column, const Type& value) {
    return ordered(Operator::greater_or_equal, value);
  }

 private:
  static Expr leaf(Operator op, const Type& value) {
    return expr::compare(op, info(), detail::to_value(value));
  }
  static Expr ordered(Operator op, const Type& value) {
    static_assert(!Enumeration<Type> && !std::same_as<Type, bool> &&
                      detail::Storage<Type>::type != FieldType::json,
                  "This field has no order; compare it with == or !=.");
    return leaf(op, value);
  }
};

/// The typed column of a member: `f<&Patient::mrn> == "M-17"`.
template <auto Member>
inline constexpr Column<Member> f{};

/// The value is missing.
template <auto Member>
Expr is_null(Column<Member>) {
  static_assert(field_info<Member>().nullable,
                "This field is never missing; only a std::optional member can be.");
  return expr::is_null(field_info<Member>());
}

template <auto Member>
Expr is_one_of(Column<Member>, const std::vector<typename Column<Member>::Type>& values) {
  std::vector<Value> parameters;
  for (const auto& value : values) parameters.push_back(detail::to_value(value));
  return expr::in(field_info<Member>(), std::move(parameters));
}

template <auto Member>
Expr starts_with(Column<Member>, std::string_view prefix) {
  static_assert(std::same_as<typename Column<Member>::Type, std::string>,
                "Only a text starts with something.");
  return expr::compare(Operator::starts_with, field_info<Member>(), std::string{prefix});
}

template <auto Member>
Expr contains(Column<Member>, std::string_view part) {
  static_assert(std::same_as<typename Column<Member>::Type, std::string>,
                "Only a text contains something.");
  return expr::compare(Operator::contains, field_info<Member>(), std::string{part});
}

/// Equal but for the case of ASCII letters.
template <auto Member>
Expr equals_ignoring_case(Column<Member>, std::string_view text) {
  static_assert(std::same_as<typename Column<Member>::Type, std::string>, "Only a text has case.");
  return expr::compare(Operator::equal_ignoring_case, field_info<Member>(), std::string{text});
}

/// Contains a text, but for the case of ASCII letters.
template <auto Member>
Expr contains_ignoring_case(Column<Member>, std::string_view part) {
  static_assert(std::same_as<typename Column<Member>::Type, std::string>, "Only a text has case.");
  return expr::compare(Operator::contains_ignoring_case, field_info<Member>(), std::string{part});
}

/// The text at a path inside a JSON column. Made by `json_text`; what is no JSON string there is missing.
struct JsonText {
  const FieldInfo* column = nullptr;
  JsonPath path;

  Expr compared(Operator op, std::string_view text) const {
    return expr::at_path(path, expr::compare(op, *column, std::string{text}));
  }

  friend Expr operator==(const JsonText& json, std::string_view text) {
    return json.compared(Operator::equal, text);
  }
  friend Expr operator!=(const JsonText& json, std::string_view text) {
    return json.compared(Operator::not_equal, text);
  }
  friend Expr operator<(const JsonText& json, std::string_view text) {
    return json.compared(Operator::less, text);
  }
  friend Expr operator<=(const JsonText& json, std::string_view text) {
    return json.compared(Operator::less_or_equal, text);
  }
  friend Expr operator>(const JsonText& json, std::string_view text) {
    return json.compared(Operator::greater, text);
  }
  friend Expr operator>=(const JsonText& json, std::string_view text) {
    return json.compared(Operator::greater_or_equal, text);
  }
};

/// The text that the named members lead to: `json_text(f<&Patient::insurance>, "provider")`. Without names the
/// column itself, as an element of a list is one.
template <auto Member, class... Names>
JsonText json_text(Column<Member>, const Names&... names) {
  static_assert(detail::Storage<typename Column<Member>::Type>::type == FieldType::json,
                "Only a field that is kept as JSON has texts inside.");
  return {&field_info<Member>(), JsonPath{std::string{names}...}};
}

inline Expr is_null(const JsonText& json) {
  return expr::at_path(json.path, expr::is_null(*json.column));
}

inline Expr equals_ignoring_case(const JsonText& json, std::string_view text) {
  return json.compared(Operator::equal_ignoring_case, text);
}

/// Some element of a list satisfies a condition, in which the column means the element:
/// `has_element(f<&Doctor::availability>, json_text(f<&Doctor::availability>, "weekday") == "monday")`.
template <auto Member>
Expr has_element(Column<Member> column, Expr condition) {
  return expr::has_element(column.info(), {}, std::move(condition));
}

/// Some element of a list is this text.
template <auto Member>
Expr has_element(Column<Member> column, std::string_view text) {
  return has_element(column, json_text(column) == text);
}

/// Some live row of the entity that `Link` belongs to has `Link` equal to the outer row's `Outer`,
/// and satisfies `condition`.
template <auto Outer, auto Link>
Expr exists(Expr condition = {}) {
  using Related = typename detail::MemberOf<Link>::object;
  return expr::exists(
      field_info<Outer>(), entity_info<Related>(), field_info<Link>(), std::move(condition));
}

}  // namespace salus

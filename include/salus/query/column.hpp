#pragma once

/// Typed columns: conditions that do not compile when they make no sense.
///
/// @code
/// where(f<&Patient::family_name> == "Okafor" && f<&Patient::birth_date> < Date{1980y / 1 / 1})
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

/// Some live row of the entity that `Link` belongs to has `Link` equal to the outer row's `Outer`,
/// and satisfies `condition`.
template <auto Outer, auto Link>
Expr exists(Expr condition = {}) {
  using Related = typename detail::MemberOf<Link>::object;
  return expr::exists(
      field_info<Outer>(), entity_info<Related>(), field_info<Link>(), std::move(condition));
}

}  // namespace salus

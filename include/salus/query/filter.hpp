#pragma once

/// Filters of the wire: a small table beside an entity's fields, from a name to a condition.
///
/// @code
/// template <> struct salus::Filters<Patient> {
///   static constexpr auto filters = std::array{
///       filter<Date>("born_after", "Born after this day.", [](Date d) { return f<&Patient::birth_date> > d; })};
/// };
/// @endcode
///
/// Each field marked `filterable` has an equality filter of its own name besides these.

#include <array>
#include <span>
#include <string_view>
#include <type_traits>

#include "salus/query/column.hpp"

namespace salus {

/// Specialise it for an entity that has filters of its own.
template <class T>
struct Filters {
  static constexpr std::array<struct FilterInfo, 0> filters{};
};

/// The erased view of one filter.
struct FilterInfo {
  std::string_view name;
  std::string_view description;
  FieldType type = FieldType::text;           ///< Of the value.
  std::span<const std::string_view> choices;  ///< If the value is a choice.
  bool repeatable = false;                    ///< Given several times: any of the values will do.
  Expr (*condition)(const Value& value) = nullptr;
};

/// Describes one filter: its value's type, and the condition it makes. `make` captures nothing.
template <class Type, class Make>
  requires std::is_empty_v<Make>
constexpr FilterInfo filter(std::string_view name, std::string_view description, Make) {
  return {name,
          description,
          detail::Storage<Type>::type,
          detail::choices_of<Type>(),
          false,
          [](const Value& value) {
            Type typed{};
            detail::Storage<Type>::store(typed, borrow(value));
            return Make{}(typed);
          }};
}

/// The same filter, which may be given several times: `status=scheduled&status=confirmed`.
constexpr FilterInfo repeatable(FilterInfo filter) {
  filter.repeatable = true;
  return filter;
}

}  // namespace salus

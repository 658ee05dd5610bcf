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

#include "salus/core/time_zone.hpp"
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
  Expr (*condition)(const Value& value, Calendar& calendar) = nullptr;
};

/// Describes one filter: its value's type, and the condition it makes. `make` captures nothing. A filter of
/// `DayRange` takes a date, and means that day as the organization's calendar has it.
template <class Type, class Make>
  requires std::is_empty_v<Make>
constexpr FilterInfo filter(std::string_view name, std::string_view description, Make) {
  constexpr bool is_day = std::is_same_v<Type, DayRange>;
  using Given = std::conditional_t<is_day, Date, Type>;
  return {name,
          description,
          detail::Storage<Given>::type,
          detail::choices_of<Given>(),
          false,
          [](const Value& value, Calendar& calendar) {
            Given given{};
            detail::Storage<Given>::store(given, borrow(value));
            if constexpr (is_day)
              return Make{}(calendar.day(given));
            else
              return Make{}(given);
          }};
}

/// The same filter, which may be given several times: `status=scheduled&status=confirmed`.
constexpr FilterInfo repeatable(FilterInfo filter) {
  filter.repeatable = true;
  return filter;
}

}  // namespace salus

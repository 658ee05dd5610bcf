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

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "salus/core/time_zone.hpp"
#include "salus/query/column.hpp"

namespace salus {

/// Specialise it for an entity that has filters of its own.
template <class T>
struct Filters {
  static constexpr std::array<struct FilterInfo, 0> filters{};
};

/// Which end of a span of time a filter gives.
enum class SpanEnd : std::uint8_t { none, begin, end };

/// The erased view of one filter.
struct FilterInfo {
  std::string_view name;
  std::string_view description;
  FieldType type = FieldType::text;           ///< Of the value.
  std::span<const std::string_view> choices;  ///< If the value is a choice.
  bool repeatable = false;                    ///< Given several times: any of the values will do.
  Expr (*condition)(const Value& value, Calendar& calendar) = nullptr;
  SpanEnd end = SpanEnd::none;
  /// Of the two ends of a span, instead of `condition`: what they ask together. Use `SpanFilters`.
  Expr (*span)(const Value* begin, const Value* end, Calendar& calendar) = nullptr;
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

/// One end of a span that two filters give together; the other has the same `Make`, a function of two
/// `std::optional<Type>`: an end that is not given is nothing.
template <class Type, class Make>
  requires std::is_empty_v<Make>
constexpr FilterInfo span_filter(SpanEnd end, std::string_view name, std::string_view description,
                                 Make) {
  FilterInfo info;
  info.name = name;
  info.description = description;
  info.type = detail::Storage<Type>::type;
  info.end = end;
  info.span = [](const Value* begin, const Value* until, Calendar& calendar) {
    const auto given = [](const Value* value) {
      std::optional<Type> held;
      if (value != nullptr) detail::Storage<Type>::store(held.emplace(), borrow(*value));
      return held;
    };
    return Make{}(given(begin), given(until), calendar);
  };
  return info;
}

/// Gathers the ends of spans while a program reads its filters one by one.
class SpanFilters {
 public:
  void add(const FilterInfo& filter, Value value) {
    const auto known = std::ranges::find(spans_, filter.span, &Span::make);
    auto& span = known != spans_.end() ? *known : spans_.emplace_back(Span{filter.span, {}, {}});
    (filter.end == SpanEnd::begin ? span.begin : span.end) = std::move(value);
  }

  /// What all of them ask. Throws `invalid_input` for a span that the filter does not take.
  Expr condition(Calendar& calendar) const {
    const auto address = [](const std::optional<Value>& value) {
      return value ? &*value : nullptr;
    };
    std::vector<Expr> conditions;
    for (const auto& [make, begin, end] : spans_)
      conditions.push_back(make(address(begin), address(end), calendar));
    return expr::all_of(std::move(conditions));
  }

 private:
  struct Span {
    decltype(FilterInfo::span) make;
    std::optional<Value> begin;
    std::optional<Value> end;
  };
  std::vector<Span> spans_;
};

/// The same filter, which may be given several times: `status=scheduled&status=confirmed`.
constexpr FilterInfo repeatable(FilterInfo filter) {
  filter.repeatable = true;
  return filter;
}

}  // namespace salus

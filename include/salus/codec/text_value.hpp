#pragma once

/// Values from the text that people and programs write: filters of a URL, cells of a CSV file, words of a
/// command line.
///
/// @code
/// std::string problem;
/// const auto value = parse_value(FieldType::date, {}, "02/29/1980", problem);
/// if (!value) issues.add("birth_date", "invalid", problem);  // "Enter a valid date."
/// @endcode
///
/// Pure; any thread.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "salus/core/export.hpp"
#include "salus/core/time_zone.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/field.hpp"

namespace salus {

/// Says which moment a wall clock of the organization means. Empty: the clock shows UTC.
/// It throws `invalid_input` if no single moment is meant.
using LocalTimeReader = std::function<Timestamp(LocalTime)>;

/// The wall clock of an organization; borrows its calendar.
inline LocalTimeReader wall_clock_of(Calendar& calendar) {
  return [&calendar](LocalTime wall_clock) { return calendar.moment(wall_clock); };
}

/// Reads a value of a field, or says what to do about it in `problem`. White space around it is dropped.
///
/// Dates are ISO 8601 or `MM/DD/YYYY`; moments ISO 8601, without a zone by `local_time`, a date alone is its
/// midnight; booleans true/false, yes/no, on/off, 1/0 in any case. Length and form of a text are not judged.
/// Of a nested value the JSON is made canonical, and `validate_value` finds what is wrong inside.
SALUS_EXPORT std::optional<Value> parse_value(const FieldFacts& field, std::string_view text,
                                              std::string& problem,
                                              const LocalTimeReader& local_time = {});

/// The same, for what is no field: the value of a filter.
inline std::optional<Value> parse_value(FieldType type, std::span<const std::string_view> choices,
                                        std::string_view text, std::string& problem,
                                        const LocalTimeReader& local_time = {}) {
  FieldFacts facts;
  facts.type = type;
  facts.choices = choices;
  return parse_value(facts, text, problem, local_time);
}

}  // namespace salus

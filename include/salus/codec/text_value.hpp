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

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "salus/core/export.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/field.hpp"

namespace salus {

/// Says which moment a wall clock of the organization means. Empty: the clock shows UTC.
using LocalTimeReader =
    std::function<Timestamp(std::chrono::local_time<std::chrono::microseconds>)>;

/// Reads a value of a type, or says what to do about it in `problem`. White space around it is dropped.
///
/// Dates are ISO 8601 or `MM/DD/YYYY`; moments ISO 8601, without a zone by `local_time`, a date alone is its
/// midnight; booleans true/false, yes/no, on/off, 1/0 in any case. Length and form of a text are not judged.
SALUS_EXPORT std::optional<Value> parse_value(FieldType type,
                                              std::span<const std::string_view> choices,
                                              std::string_view text, std::string& problem,
                                              const LocalTimeReader& local_time = {});

/// The same, for a field.
inline std::optional<Value> parse_value(const FieldFacts& field, std::string_view text,
                                        std::string& problem,
                                        const LocalTimeReader& local_time = {}) {
  return parse_value(field.type, field.choices, text, problem, local_time);
}

}  // namespace salus

#include "rest_host/api/query_reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "salus/core/error.hpp"
#include "salus/schema/validation.hpp"

#include "rest_host/api/nearest_name.hpp"

namespace salus::rest {

std::optional<Value> QueryReader::read(std::string_view name, FieldType type,
                                       std::span<const std::string_view> choices) {
  know(name);
  const auto text = find_parameter(call_.target.parameters, name).value_or("");
  if (detail::trimmed(text).empty()) return std::nullopt;
  std::string problem;
  if (text.find('\0') != std::string_view::npos) {
    problem = "Null characters are not allowed.";
  } else if (auto value = parse_value(
                 type, choices, text, problem, wall_clock_of(call_.session.calendar()))) {
    return value;
  }
  issues_.add(name, "invalid", problem);
  return std::nullopt;
}

std::optional<Value> QueryReader::require(std::string_view name, FieldType type) {
  auto value = read(name, type);
  if (!value && !issues_.mentions(name)) issues_.add(name, "required", "This field is required.");
  return value;
}

void QueryReader::finish() {
  know("format");
  for (const auto& parameter : call_.target.parameters) {
    const std::string_view name = parameter.first;
    if (call_.unknown == UnknownParameters::ignore || issues_.mentions(name)) continue;
    if (std::ranges::find(names_, name) != names_.end()) continue;
    issues_.add(
        name,
        "unknown",
        "Unknown parameter. Did you mean \"" + std::string{nearest_name(name, names_)} + "\"?");
  }
  if (!issues_.empty()) throw Error{std::move(issues_)};
}

}  // namespace salus::rest

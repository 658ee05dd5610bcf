#include "cli/words/assignment.hpp"

#include "salus/codec/text_value.hpp"

#include "cli/failure.hpp"
#include "cli/words/nearest_name.hpp"

namespace salus::cli {

Assignment assignment_of(const std::string& word) {
  const std::string_view text = word;
  const auto sign = text.find('=');
  if (sign == std::string_view::npos || sign == 0) {
    throw Failure{
        ExitCode::usage,
        "a word is not of the form field=value.",
        "For example: specialization=cardiology, or name=\"Ada Byron\" with quotes for the shell."};
  }
  return {text.substr(0, sign), text.substr(sign + 1)};
}

Value value_of(const FieldFacts& field, std::string_view text, Calendar& calendar) {
  std::string problem;
  if (auto value = parse_value(field, text, problem, wall_clock_of(calendar)))
    return *std::move(value);
  const std::string subject = "the value of \"" + std::string{field.name} + "\" ";
  if (!field.choices.empty()) {
    throw Failure{ExitCode::usage,
                  subject + "is none of its choices.",
                  "It is one of: " + joined(field.choices) + "."};
  }
  throw Failure{ExitCode::usage, subject + "cannot be read.", problem};
}

Timestamp moment_of(std::string_view name, std::string_view text, Calendar& calendar) {
  return std::get<Timestamp>(
      value_of({.name = name, .type = FieldType::timestamp}, text, calendar));
}

}  // namespace salus::cli

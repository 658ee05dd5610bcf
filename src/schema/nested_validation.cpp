#include <cstddef>
#include <string>

#include "salus/core/json_items.hpp"
#include "salus/schema/nested_text.hpp"
#include "salus/schema/validation.hpp"

namespace salus {

namespace {

constexpr std::string_view whole = "non_field_errors";

void refuse(std::string_view code, const std::string& message, Issues& issues) {
  issues.add(whole, code, message);
}

/// A single value in a list obeys the list's own limit.
FieldFacts facts_of_member(const FieldFacts& member, const FieldFacts& outer) {
  FieldFacts facts = member;
  if (outer.value->is_single()) facts.max_length = outer.max_length;
  return facts;
}

void validate_element(const FieldFacts& outer, std::string_view text, Issues& issues) {
  const auto& info = *outer.value;
  const auto members = read_members(info, text);
  if (!members) {
    return refuse("invalid",
                  "Invalid data. Expected a dictionary, but got " +
                      std::string{detail::json_python_type(text)} + ".",
                  issues);
  }
  for (const auto& field : info.fields) {
    if (members->given.contains(field))
      validate_value(facts_of_member(field, outer), members->values[field.position], issues);
    else if (field.required)
      detail::add_required(field, issues);
  }
  if (issues.empty()) detail::run_checks(info.checks, members->values, issues);
}

}  // namespace

void validate_nested(const FieldFacts& field, std::string_view text, Issues& issues) {
  Issues inside;
  if (!field.list) {
    validate_element(field, text, inside);
    return issues.add_below(field.name, inside);
  }
  const auto elements = nested_elements(text);
  if (!elements) {
    refuse("not_a_list",
           "Expected a list of items but got type \"" +
               std::string{detail::json_python_type(text)} + "\".",
           inside);
    return issues.add_below(field.name, inside);
  }
  for (std::size_t i = 0; i < elements->size(); ++i) {
    Issues of_element;
    validate_element(field, (*elements)[i], of_element);
    inside.add_below("[" + std::to_string(i) + "]", of_element);
  }
  issues.add_below(field.name, inside);
}

}  // namespace salus

#include "input_check.hpp"

#include <cmath>
#include <utility>

#include "salus/core/error.hpp"

namespace salus::memory {

namespace {

bool has_nul(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && text->find('\0') != std::string::npos;
}

bool is_not_a_number(const Value& value) {
  const auto* number = std::get_if<double>(&value);
  return number != nullptr && std::isnan(*number);
}

void add_nul_issue(Issues& issues, std::string_view column) {
  issues.add(column, "null_characters_not_allowed", "Null characters are not allowed.");
}

void collect_nul_issues(Issues& issues, const Expr& node) {
  salus::detail::require_json_node(node);
  for (const auto& value : node.values) {
    if (has_nul(value)) add_nul_issue(issues, node.column->name);
  }
  for (const auto& child : node.children) collect_nul_issues(issues, child);
}

}  // namespace

void check_value(Issues& issues, const ColumnSchema& column, const Value& value) {
  if (is_null(value)) {
    if (!column.nullable) issues.add(column.name, "null", "This field may not be null.");
  } else if (!is_of_type(value, column.type) || is_not_a_number(value)) {
    issues.add(column.name, "invalid", "This value is not of the column's type.");
  } else if (has_nul(value)) {
    add_nul_issue(issues, column.name);
  }
}

void check_condition(const Expr& condition) {
  Issues issues;
  collect_nul_issues(issues, condition);
  if (!issues.empty()) throw Error{std::move(issues)};
}

}  // namespace salus::memory

#include "keywords.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "salus/core/error.hpp"

#include "to_python.hpp"
#include "to_value.hpp"

namespace salus::python {

namespace {

/// A filter by the name of a field, or of the entity's own: the facts of its value, and what it asks.
struct KnownFilter {
  FieldFacts value;
  const FilterInfo* span = nullptr;  ///< Of one end of a span; then there is no condition.
  std::function<Expr(const Value&, Calendar&)> condition;
};

Expr equality(const FieldInfo& field, const Value& value) {
  if (is_null(value)) return expr::is_null(field);
  return expr::compare(
      field.ignores_case ? Operator::equal_ignoring_case : Operator::equal, field, value);
}

std::optional<KnownFilter> find_filter(const EntityClass& entity, std::string_view name) {
  const auto own = std::ranges::find(entity.filters, name, &FilterInfo::name);
  if (own != entity.filters.end()) {
    return KnownFilter{{.name = own->name, .type = own->type, .choices = own->choices},
                       own->span != nullptr ? &*own : nullptr,
                       own->condition};
  }
  const auto* field = entity.entity->find(name);
  if (field == nullptr || !field->filterable) return std::nullopt;
  return KnownFilter{static_cast<const FieldFacts&>(*field),
                     nullptr,
                     [field](const Value& value, Calendar&) { return equality(*field, value); }};
}

py::list filter_names(const EntityClass& entity) {
  py::list names;
  for (const auto& filter : entity.filters) names.append(to_python(filter.name));
  for (const auto& field : entity.entity->fields()) {
    if (field.filterable) names.append(to_python(field.name));
  }
  return names;
}

bool is_sortable(const FieldInfo& field) {
  return field.sortable || field.unique || field.primary_key;
}

py::list sortable_names(const EntityInfo& entity) {
  py::list names;
  for (const auto& column : entity.columns) {
    if (is_sortable(column)) names.append(to_python(column.name));
  }
  return names;
}

std::string say_unknown(std::string_view what, const EntityInfo& entity, py::handle given,
                        const py::list& known) {
  const std::string sentence =
      std::string{entity.type_name} + " has no " + std::string{what} + " of this name";
  const auto like = nearest(given, known);
  return sentence + (like.empty() ? "." : "; did you mean \"" + like + "\"?");
}

bool is_several(py::handle given) {
  return py::isinstance<py::list>(given) || py::isinstance<py::tuple>(given) ||
         py::isinstance<py::set>(given) || py::isinstance<py::frozenset>(given);
}

Expr one_condition(const KnownFilter& filter, py::handle given, Calendar& calendar,
                   SpanFilters& spans, Issues& issues) {
  const auto value = read_value(filter.value, given, issues);
  if (!value) return expr::never();
  if (is_null(*value) && !filter.value.nullable) {
    issues.add(filter.value.name, "null", "This field may not be null.");
    return expr::never();
  }
  if (filter.span == nullptr) return filter.condition(*value, calendar);
  spans.add(*filter.span, *value);
  return expr::always();
}

Expr condition_of(const KnownFilter& filter, py::handle given, Calendar& calendar,
                  SpanFilters& spans, Issues& issues) {
  if (!is_several(given) || filter.span != nullptr)
    return one_condition(filter, given, calendar, spans, issues);
  std::vector<Expr> conditions;
  for (const auto item : given)
    conditions.push_back(one_condition(filter, item, calendar, spans, issues));
  return expr::any_of(std::move(conditions));
}

}  // namespace

Expr read_filter(const EntityClass& entity, const py::dict& filters, Calendar& calendar) {
  std::vector<Expr> conditions;
  SpanFilters spans;
  Issues issues;
  for (const auto& [key, given] : filters) {
    const std::string name = text_of(key);
    if (const auto filter = find_filter(entity, name)) {
      conditions.push_back(condition_of(*filter, given, calendar, spans, issues));
    } else {
      issues.add(name, "unknown", say_unknown("filter", *entity.entity, key, filter_names(entity)));
    }
  }
  if (!issues.empty()) throw Error{std::move(issues)};
  conditions.push_back(spans.condition(calendar));
  return expr::all_of(std::move(conditions));
}

std::vector<OrderKey> read_order(const EntityInfo& entity, const py::list& names) {
  std::vector<OrderKey> order;
  Issues issues;
  for (const auto given : names) {
    std::string name = text_of(given);
    const bool descends = name.starts_with('-');
    if (descends) name.erase(0, 1);
    const auto* column = entity.find(name);
    if (column == nullptr || !is_sortable(*column)) {
      issues.add("order_by",
                 "unknown",
                 say_unknown("order", entity, to_python(name), sortable_names(entity)));
    } else {
      order.push_back({column, descends ? Direction::descending : Direction::ascending});
    }
  }
  if (!issues.empty()) throw Error{std::move(issues)};
  return order;
}

}  // namespace salus::python

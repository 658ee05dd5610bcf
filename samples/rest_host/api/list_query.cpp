#include "rest_host/api/list_query.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "salus/codec/text_value.hpp"
#include "salus/core/error.hpp"
#include "salus/schema/validation.hpp"

#include "rest_host/api/nearest_name.hpp"

namespace salus::rest {

namespace {

constexpr std::array<std::string_view, 2> list_controls{"ordering", "format"};
constexpr std::array<std::string_view, 3> page_controls{"page", "page_size", "cursor"};

std::string hint(std::string_view name, std::span<const std::string_view> known) {
  return " Did you mean \"" + std::string{nearest_name(name, known)} + "\"?";
}

/// Reads the query of one list.
class ListQueryReader {
 public:
  ListQueryReader(const CatalogEntry& entry, const Parameters& parameters,
                  UnknownParameters unknown, Calendar& calendar, Paging paging)
      : entry_{entry},
        parameters_{parameters},
        unknown_{unknown},
        calendar_{calendar},
        paging_{paging} {}

  ListQuery read() {
    ListQuery query;
    query.options.filter = read_filters();
    query.options.order = read_order();
    if (entry_.entity->is_searchable()) query.options.search = read_search();
    if (paging_ == Paging::pages) query.count = read_count();
    if (unknown_ == UnknownParameters::refuse) refuse_unknown();
    if (!issues_.empty()) throw Error{std::move(issues_)};
    return query;
  }

 private:
  Expr read_filters() {
    std::vector<Expr> conditions;
    for (const auto& field : entry_.entity->fields()) {
      const bool replaced =
          std::ranges::find(entry_.filters, field.name, &FilterInfo::name) != entry_.filters.end();
      if (!field.filterable || replaced) continue;
      const auto value = read_value(field.name, field.type, field.choices);
      if (value) conditions.push_back(equals(field, *value));
    }
    for (const auto& filter : entry_.filters) conditions.push_back(read_filter(filter));
    if (issues_.empty()) conditions.push_back(spans_.condition(calendar_));
    return expr::all_of(std::move(conditions));
  }

  Expr read_filter(const FilterInfo& filter) {
    if (!filter.repeatable) {
      const auto value = read_value(filter.name, filter.type, filter.choices);
      if (value && filter.span != nullptr) spans_.add(filter, *value);
      return value && filter.span == nullptr ? filter.condition(*value, calendar_) : expr::always();
    }
    names_.push_back(filter.name);
    std::vector<Expr> any;
    for (const auto& [name, text] : parameters_) {
      if (name != filter.name) continue;
      const auto value = read_text(name, text, filter.type, filter.choices);
      if (value) any.push_back(filter.condition(*value, calendar_));
    }
    return any.empty() ? expr::always() : expr::any_of(std::move(any));
  }

  std::string read_search() {
    const auto text = read_value("search", FieldType::text, {});
    return text ? std::get<std::string>(*text) : std::string{};
  }

  CountMode read_count() {
    const auto word =
        read_value("count", FieldType::choice, salus::detail::choices_of<CountMode>());
    const auto mode = word ? from_name<CountMode>(std::get<std::string>(*word)) : std::nullopt;
    return mode.value_or(CountMode::exact);
  }

  static Expr equals(const FieldInfo& field, const Value& value) {
    const bool any_case = field.ignores_case && field.type == FieldType::text;
    return expr::compare(any_case ? Operator::equal_ignoring_case : Operator::equal, field, value);
  }

  std::optional<Value> read_value(std::string_view name, FieldType type,
                                  std::span<const std::string_view> choices) {
    names_.push_back(name);
    const auto text = find_parameter(parameters_, name);
    return text ? read_text(name, *text, type, choices) : std::nullopt;
  }

  std::optional<Value> read_text(std::string_view name, std::string_view text, FieldType type,
                                 std::span<const std::string_view> choices) {
    if (detail::trimmed(text).empty()) return std::nullopt;
    std::string problem;
    if (text.find('\0') != std::string_view::npos) {
      problem = "Null characters are not allowed.";
    } else if (auto value = parse_value(type, choices, text, problem, wall_clock_of(calendar_))) {
      return value;
    }
    issues_.add(name, "invalid", problem);
    return std::nullopt;
  }

  std::vector<OrderKey> read_order() {
    std::vector<OrderKey> order;
    const auto text = find_parameter(parameters_, "ordering").value_or("");
    if (text.empty()) return order;
    detail::every_part(text, ',', [&](std::string_view term) {
      term = detail::trimmed(term);
      const auto direction = term.starts_with('-') ? Direction::descending : Direction::ascending;
      if (direction == Direction::descending) term.remove_prefix(1);
      const auto* column = sortable(term);
      if (column != nullptr)
        order.push_back({column, direction});
      else
        refuse_order(term);
      return true;
    });
    return order;
  }

  static bool is_sortable(const FieldInfo& column) {
    return !column.write_only && (column.sortable || column.unique || column.primary_key);
  }

  const FieldInfo* sortable(std::string_view name) const {
    const auto* column = entry_.entity->find(name);
    return column != nullptr && is_sortable(*column) ? column : nullptr;
  }

  void refuse_order(std::string_view term) {
    if (unknown_ == UnknownParameters::ignore) return;
    std::vector<std::string_view> known;
    for (const auto& column : entry_.entity->columns) {
      if (is_sortable(column)) known.push_back(column.name);
    }
    issues_.add("ordering",
                "unknown",
                "\"" + std::string{term} + "\" is nothing this list can be ordered by." +
                    hint(term, known));
  }

  void refuse_unknown() {
    names_.insert(names_.end(), list_controls.begin(), list_controls.end());
    if (paging_ == Paging::pages)
      names_.insert(names_.end(), page_controls.begin(), page_controls.end());
    else
      refuse_pages();
    for (const auto& parameter : parameters_) {
      const auto& name = parameter.first;
      if (std::ranges::find(names_, name) != names_.end() || issues_.mentions(name)) continue;
      issues_.add(name, "unknown", "Unknown parameter." + hint(name, names_));
    }
  }

  /// A part that is taken for the whole is worse than an error.
  void refuse_pages() {
    for (const auto name : page_controls) {
      if (find_parameter(parameters_, name))
        issues_.add(name, "no_pages", "In this format a list has no pages: it has every row.");
    }
  }

  const CatalogEntry& entry_;
  const Parameters& parameters_;
  UnknownParameters unknown_;
  Calendar& calendar_;
  Paging paging_;
  SpanFilters spans_;
  Issues issues_;
  std::vector<std::string_view> names_;  ///< Of the filters that there are.
};

}  // namespace

ListQuery read_list_query(const CatalogEntry& entry, const Parameters& parameters,
                          UnknownParameters unknown, Calendar& calendar, Paging paging) {
  return ListQueryReader{entry, parameters, unknown, calendar, paging}.read();
}

}  // namespace salus::rest

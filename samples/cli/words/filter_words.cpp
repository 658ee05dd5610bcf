#include <algorithm>
#include <string>

#include "cli/failure.hpp"
#include "cli/words/assignment.hpp"
#include "cli/words/nearest_name.hpp"
#include "cli/words/split.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

std::vector<std::string_view> filter_names(const CatalogEntry& entry) {
  std::vector<std::string_view> names;
  for (const auto& filter : entry.filters) names.push_back(filter.name);
  for (const auto& field : entry.entity->fields()) {
    if (field.filterable) names.push_back(field.name);
  }
  return names;
}

Expr equality(const FieldInfo& field, std::string_view text, Calendar& calendar) {
  const auto op = field.ignores_case ? Operator::equal_ignoring_case : Operator::equal;
  return expr::compare(op, field, value_of(field, text, calendar));
}

Expr condition_of(const CatalogEntry& entry, const Assignment& word, Calendar& calendar,
                  SpanFilters& spans) {
  const auto filter = std::ranges::find(entry.filters, word.name, &FilterInfo::name);
  if (filter != entry.filters.end()) {
    const FieldFacts facts{.name = filter->name, .type = filter->type, .choices = filter->choices};
    auto value = value_of(facts, word.value, calendar);
    if (filter->span == nullptr) return filter->condition(value, calendar);
    spans.add(*filter, std::move(value));
    return expr::always();
  }
  const auto* field = entry.entity->find(word.name);
  if (field != nullptr && field->filterable) return equality(*field, word.value, calendar);
  throw Failure{
      ExitCode::usage,
      std::string{entry.entity->collection} + " have no filter \"" + std::string{word.name} + "\".",
      advice_for(word.name, filter_names(entry))};
}

}  // namespace

Expr filter_of(const CatalogEntry& entry, std::span<const std::string> words, Calendar& calendar) {
  std::vector<Expr> conditions;
  SpanFilters spans;
  for (const auto& word : words)
    conditions.push_back(condition_of(entry, assignment_of(word), calendar, spans));
  conditions.push_back(spans.condition(calendar));
  return expr::all_of(std::move(conditions));
}

std::vector<OrderKey> order_of(const EntityInfo& entity, std::string_view words) {
  const auto is_sortable = [](const FieldInfo& field) {
    return field.sortable || field.unique || field.primary_key;
  };
  std::vector<OrderKey> order;
  for (auto name : split(words, ',')) {
    const auto direction = name.starts_with('-') ? Direction::descending : Direction::ascending;
    if (direction == Direction::descending) name.remove_prefix(1);
    const auto* field = entity.find(name);
    if (field == nullptr || !is_sortable(*field)) {
      std::vector<std::string_view> known;
      for (const auto& other : entity.columns) {
        if (is_sortable(other)) known.push_back(other.name);
      }
      throw Failure{ExitCode::usage,
                    std::string{entity.collection} + " cannot be ordered by that name.",
                    advice_for(name, known)};
    }
    order.push_back({field, direction});
  }
  return order;
}

}  // namespace salus::cli

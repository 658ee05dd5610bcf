#include "matcher.hpp"

#include <algorithm>

#include "salus/query/evaluate.hpp"

namespace salus::memory {

EntityView::EntityView(const Database& database, const EntityInfo& entity)
    : table{&database.at(entity.name)} {
  positions.reserve(entity.columns.size());
  for (const auto& column : entity.columns) {
    positions.push_back(position_of(table->format->schema, column.name));
  }
}

bool Matcher::holds(const Expr& condition, const EntityView& view, const Row& row) {
  return evaluate(
      condition,
      [&](const FieldInfo& column) { return borrow(view.value(row, column)); },
      [this](const Expr& node, const Cell& outer) { return related_holds(node, outer); },
      now_);
}

bool Matcher::related_holds(const Expr& node, const Cell& outer) {
  const auto& candidates = related(node);
  return std::ranges::any_of(candidates.linked_to(outer), [&](const auto& candidate) {
    return holds(node.children.front(), candidates.view, *candidate.second);
  });
}

/// Sorted once for a call, for the outer rows ask again and again.
const Matcher::Related& Matcher::related(const Expr& node) {
  if (const auto found = related_.find(&node); found != related_.end()) return found->second;
  Related rows{.view = EntityView{*database_, *node.related}};
  const auto& table = *rows.view.table;
  table.rows.for_each(key_prefix(organization_), [&](const RowPtr& row) {
    const auto& link = rows.view.value(*row, *node.related_column);
    if (table.format->is_live(*row) && !is_null(link))
      rows.rows.emplace_back(borrow(link), row.get());
  });
  std::ranges::sort(rows.rows, [](const auto& left, const auto& right) {
    return compare(left.first, right.first) < 0;
  });
  return related_.emplace(&node, std::move(rows)).first->second;
}

std::span<const std::pair<Cell, const Row*>> Matcher::Related::linked_to(const Cell& outer) const {
  if (rows.empty() || rows.front().first.index() != outer.index()) return {};
  const auto found = std::ranges::equal_range(
      rows,
      outer,
      [](const Cell& left, const Cell& right) { return compare(left, right) < 0; },
      &std::pair<Cell, const Row*>::first);
  return {found.begin(), found.end()};
}

}  // namespace salus::memory

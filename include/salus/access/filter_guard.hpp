#pragma once

/// A filter asks about rows only what their reader may know.
///
/// Without this, `notes contains "x"` would tell whether a hidden note contains x, row by row. So a
/// filter on a field adds the rule that grants the field, a look into a related entity adds that
/// entity's own predicate, and an order needs a field that every row shows.

#include <string>
#include <vector>

#include "salus/access/entitlements.hpp"
#include "salus/core/error.hpp"
#include "salus/query/select.hpp"

namespace salus {

namespace detail {

/// The rows that show a field; throws `forbidden` if none ever does.
inline Expr rows_for(const AccessPlan& plan, const FieldInfo& field, std::string_view purpose) {
  auto rows = field.load == nullptr ? expr::always() : plan.rows_showing(field);
  if (rows.is_never()) {
    throw Error{ErrorCode::forbidden,
                "You may not " + std::string{purpose} + " by \"" + std::string{field.name} + "\"."};
  }
  return rows;
}

/// The rows that show everything a condition on the row itself asks about.
inline Expr rows_showing_all(const AccessPlan& plan, const Expr& node) {
  if (node.op == Operator::exists)
    throw Error{ErrorCode::internal,
                "Only a condition on the row itself is asked where it is shown."};
  std::vector<Expr> shown;
  if (node.column != nullptr && node.column->load != nullptr)
    shown.push_back(plan.rows_showing(*node.column));
  for (const auto& child : node.children) shown.push_back(rows_showing_all(plan, child));
  return expr::all_of(std::move(shown));
}

inline void collect_guards(Entitlements& entitlements, const AccessPlan& plan, Expr& node,
                           std::vector<Expr>& guards) {
  if (node.where_shown) {
    node.where_shown = false;
    node = !rows_showing_all(plan, node) || std::move(node);
    return;
  }
  if (node.column != nullptr) guards.push_back(rows_for(plan, *node.column, "filter"));
  if (node.op != Operator::exists) {
    for (auto& child : node.children) collect_guards(entitlements, plan, child, guards);
    return;
  }
  const auto& related_plan = entitlements.plan(Action::read, *node.related);
  std::vector<Expr> related_guards;
  related_guards.push_back(*related_plan.visible());
  related_guards.push_back(rows_for(related_plan, *node.related_column, "filter"));
  collect_guards(entitlements, related_plan, node.children.front(), related_guards);
  related_guards.push_back(std::move(node.children.front()));
  node.children.front() = expr::all_of(std::move(related_guards));
}

}  // namespace detail

/// The caller's filter, narrowed to what they may know. Throws `forbidden` at a field that they may
/// never see.
inline Expr guard_filter(Entitlements& entitlements, const EntityInfo& entity, Expr filter) {
  std::vector<Expr> conditions;
  detail::collect_guards(entitlements, entitlements.plan(Action::read, entity), filter, conditions);
  conditions.push_back(std::move(filter));
  return expr::all_of(std::move(conditions));
}

/// Throws `forbidden` at an order by a field that some visible row would hide.
inline void guard_order(Entitlements& entitlements, const EntityInfo& entity,
                        const std::vector<OrderKey>& order) {
  const auto& plan = entitlements.plan(Action::read, entity);
  for (const auto& key : order) {
    if (key.column->load != nullptr && !plan.rows_showing(*key.column).is_always()) {
      throw Error{ErrorCode::forbidden,
                  "You may not order by \"" + std::string{key.column->name} + "\"."};
    }
  }
}

}  // namespace salus

#pragma once

/// The answer to "may this principal do that to this row", and why.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "salus/access/access_plan.hpp"
#include "salus/query/evaluate.hpp"

namespace salus {

/// Allowed or not, by which rule. A value; holds no reference to the row.
///
/// The explanation is made of rules, and of what the principal may read of the row: a hidden row and a
/// missing one are explained alike.
class Decision {
 public:
  Decision(bool allowed, std::string explanation, FieldMask fields = {})
      : allowed_{allowed}, explanation_{std::move(explanation)}, fields_{fields} {}

  bool allowed() const { return allowed_; }
  explicit operator bool() const { return allowed_; }

  /// Which rule decided, or which rules were asked and what they need.
  const std::string& explain() const { return explanation_; }

  /// The fields that the rules give on this row.
  FieldMask fields() const { return fields_; }

 private:
  bool allowed_;
  std::string explanation_;
  FieldMask fields_;
};

namespace detail {

constexpr std::string_view requirement_of(Scope scope) {
  switch (scope) {
    case Scope::none:
      return "reaches no row";
    case Scope::own:
      return "needs a row of one's own";
    case Scope::assigned:
      return "needs a care relationship with the patient that is active now";
    case Scope::organization:
      return "needs a row of the organization";
  }
  return {};
}

constexpr std::string_view requirement_of(Condition condition) {
  switch (condition) {
    case Condition::none:
      return "";
    case Condition::in_own_name:
      return ", in one's own name";
    case Condition::not_restricted:
      return ", of normal confidentiality";
    case Condition::upcoming:
      return ", not started yet";
    case Condition::cancelled:
      return ", cancelled";
  }
  return {};
}

inline std::string explain_denial(const Grants& grants, Action action, const EntityInfo& entity) {
  const std::string what = std::string{to_name(action)} + " this " + std::string{entity.name};
  if (grants.permits.empty()) return "Denied: no rule lets you " + what + ".";
  std::string text = "Denied: no rule lets you " + what + ". Asked:";
  for (const auto& grant : grants.permits) {
    text += " \"" + grant.rule->name + "\" (" + std::string{requirement_of(grant.rule->scope)} +
            std::string{requirement_of(grant.rule->condition)} + ");";
  }
  text.back() = '.';
  return text;
}

inline std::string explain_permission(const Rule* rule) {
  if (rule == nullptr) return "Allowed by a rule that asks about what you may not read.";
  return "Allowed by the rule \"" + rule->name + "\".";
}

}  // namespace detail

/// Whether a condition is about nothing but these fields. Whom they care for a principal knows anyway.
inline bool is_about(const Expr& condition, FieldMask fields) {
  if (condition.column != nullptr && !fields.contains(*condition.column)) return false;
  return condition.op == Operator::exists ||
         std::ranges::all_of(condition.children,
                             [fields](const Expr& child) { return is_about(child, fields); });
}

/// The decision for a row whose grants hold as `holds(const Grant&)` says. Pure: facts in, answer out.
///
/// `shown` are the fields of the row that the principal may read. A rule whose condition asks about another one
/// decides, but is not named: its name would tell what is hidden.
template <class Holds>
Decision decide(const Grants& grants, Action action, const EntityInfo& entity, const Holds& holds,
                FieldMask shown) {
  const Rule* permitted_by = nullptr;
  const Rule* denied_by = nullptr;
  bool is_permitted = false;
  bool is_denied = false;
  FieldMask fields;
  FieldMask removed;
  const auto can_be_named = [shown](const Grant& grant) {
    return grant.condition.is_always() || (!shown.empty() && is_about(grant.condition, shown));
  };
  for (const auto& grant : grants.forbids) {
    // What is forbidden everywhere is forbidden on a row that is not there, too: else it would be told from a hidden one.
    if (!grant.condition.is_always() && !holds(grant)) continue;
    removed = removed | grant.fields;
    if (!forbids_row(grant)) continue;
    is_denied = true;
    if (denied_by == nullptr && can_be_named(grant)) denied_by = grant.rule;
  }
  for (const auto& grant : grants.permits) {
    if (!holds(grant)) continue;
    is_permitted = true;
    if (permitted_by == nullptr && can_be_named(grant)) permitted_by = grant.rule;
    fields = fields | grant.fields;
  }
  if (denied_by != nullptr) return {false, "Denied by the rule \"" + denied_by->name + "\"."};
  if (is_denied || !is_permitted) return {false, detail::explain_denial(grants, action, entity)};
  return {true, detail::explain_permission(permitted_by), fields & ~removed};
}

/// The same for a row in memory; `cell_of` and `exists` as for `evaluate`.
template <class CellOf, class Exists>
Decision decide(const Grants& grants, Action action, const EntityInfo& entity,
                const CellOf& cell_of, const Exists& exists, Timestamp now, FieldMask shown) {
  const auto holds = [&](const Grant& grant) {
    return evaluate(grant.condition, cell_of, exists, now);
  };
  return decide(grants, action, entity, holds, shown);
}

}  // namespace salus

#pragma once

/// The answer to "may this principal do that to this row", and why.

#include <string>
#include <utility>
#include <vector>

#include "salus/access/access_plan.hpp"
#include "salus/query/evaluate.hpp"

namespace salus {

/// Allowed or not, by which rule. A value; holds no reference to the row.
///
/// The explanation is made of rules alone, never of the row, so a hidden row and a missing one are
/// explained alike.
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

}  // namespace detail

/// The decision for a row whose grants hold as `holds(const Grant&)` says. Pure: facts in, answer out.
template <class Holds>
Decision decide(const Grants& grants, Action action, const EntityInfo& entity, const Holds& holds) {
  const Rule* permitted_by = nullptr;
  FieldMask fields;
  FieldMask removed;
  for (const auto& grant : grants.forbids) {
    if (!holds(grant)) continue;
    if (forbids_row(grant)) return {false, "Denied by the rule \"" + grant.rule->name + "\"."};
    removed = removed | grant.fields;
  }
  for (const auto& grant : grants.permits) {
    if (!holds(grant)) continue;
    if (permitted_by == nullptr) permitted_by = grant.rule;
    fields = fields | grant.fields;
  }
  if (permitted_by == nullptr) return {false, detail::explain_denial(grants, action, entity)};
  return {true, "Allowed by the rule \"" + permitted_by->name + "\".", fields & ~removed};
}

/// The same for a row in memory; `cell_of` and `exists` as for `evaluate`.
template <class CellOf, class Exists>
Decision decide(const Grants& grants, Action action, const EntityInfo& entity,
                const CellOf& cell_of, const Exists& exists, Timestamp now) {
  return decide(grants, action, entity, [&](const Grant& grant) {
    return evaluate(grant.condition, cell_of, exists, now);
  });
}

}  // namespace salus

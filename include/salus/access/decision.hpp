#pragma once

/// The answer to "may this principal do that to this row", and why.
///
/// @code
/// const auto holds = [&](const Grant& grant) { return evaluate(grant.condition, cell_of, exists, now); };
/// const Verdict verdict = decide(grants, holds, decide(read_grants, holds, {}).fields);
/// if (!verdict.allowed) std::cout << explain(verdict, grants);
/// @endcode

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "salus/access/access_plan.hpp"
#include "salus/query/evaluate.hpp"

namespace salus {

/// What the rules come to on one row. Made without allocation; `explain` makes the text of it.
struct Verdict {
  bool allowed = false;
  const Rule* decided_by = nullptr;  ///< Of the policy. Null: none that may be named.
  FieldMask fields;  ///< That the rules give on this row; none if the action is about whole rows.
};

/// A verdict that can be kept: it holds the rules it names, and no reference to the row or the session.
///
/// The explanation is made of rules, and of what the principal may read of the row: a hidden row and a
/// missing one are explained alike.
class Decision {
 public:
  Decision(std::shared_ptr<const Grants> grants, const Verdict& verdict)
      : grants_{std::move(grants)}, verdict_{verdict} {}

  bool allowed() const { return verdict_.allowed; }
  explicit operator bool() const { return allowed(); }

  /// Which rule decided, or which rules were asked and what they need. Written anew at each call.
  std::string explain() const;

  /// The fields that the rules give on this row to read or write; none if the action is about whole rows.
  FieldMask fields() const { return verdict_.fields; }

 private:
  std::shared_ptr<const Grants> grants_;
  Verdict verdict_;
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

inline std::string explain_denial(const Grants& grants) {
  const std::string what =
      std::string{to_name(grants.action)} + " this " + std::string{grants.entity->name};
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

/// A verdict in words. `grants` are those that it was made from.
inline std::string explain(const Verdict& verdict, const Grants& grants) {
  const std::string opening = verdict.allowed ? "Allowed" : "Denied";
  if (verdict.decided_by != nullptr)
    return opening + " by the rule \"" + verdict.decided_by->name + "\".";
  if (verdict.allowed) return opening + " by a rule that asks about what you may not read.";
  return detail::explain_denial(grants);
}

inline std::string Decision::explain() const { return salus::explain(verdict_, *grants_); }

/// Whether a condition is about nothing but these fields. Whom they care for a principal knows anyway.
inline bool is_about(const Expr& condition, FieldMask fields) {
  if (condition.column != nullptr && !fields.contains(*condition.column)) return false;
  return condition.op == Operator::exists ||
         std::ranges::all_of(condition.children,
                             [fields](const Expr& child) { return is_about(child, fields); });
}

/// A row is removed or opened in an emergency as a whole. Which of several rules permits it would show nothing by its
/// fields but what its condition holds of, and that may be hidden.
constexpr bool is_about_fields(Action action) {
  return action == Action::read || action == Action::create || action == Action::update;
}

/// The verdict on a row whose grants hold as `holds(const Grant&)` says. Pure: facts in, answer out.
///
/// `shown` are the fields of the row that the principal may read. A rule whose condition asks about another one
/// decides, but is not named: its name would tell what is hidden.
template <class Holds>
Verdict decide(const Grants& grants, const Holds& holds, FieldMask shown) {
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
  if (is_denied || !is_permitted) return {.decided_by = denied_by};
  if (!is_about_fields(grants.action)) return {.allowed = true, .decided_by = permitted_by};
  return {.allowed = true, .decided_by = permitted_by, .fields = fields & ~removed};
}

}  // namespace salus

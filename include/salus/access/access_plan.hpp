#pragma once

/// What one principal may do with one entity, ready to be asked: as a condition inside a query, and
/// as an answer for a row in memory. Both come from the same grants.

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "salus/access/policy.hpp"
#include "salus/query/conjuncts.hpp"

namespace salus {

/// One rule for one principal: the rows it reaches, as a condition with the principal folded in.
struct Grant {
  const Rule* rule = nullptr;  ///< Lives as long as the policy.
  Expr condition;
  FieldMask fields;
};

/// The grants of a principal for one action on one entity, in the policy's order. Rules that can
/// reach no row for this principal are kept, for explanations, with the condition `never`.
struct Grants {
  Action action{};
  const EntityInfo* entity = nullptr;
  std::vector<Grant> permits;
  std::vector<Grant> forbids;
};

inline Grants grants_for(const Policy& policy, const Principal& principal, Action action,
                         const EntityInfo& entity, RowState state = RowState::stored) {
  Grants grants{.action = action, .entity = &entity};
  for (const auto& rule : policy.rules()) {
    if (rule.entity != entity.name || !rule.actions.contains(action) || !rule.concerns(principal))
      continue;
    Grant grant{
        &rule, reach_of(rule, {&principal}, entity, state), detail::resolve_fields(rule, entity)};
    (rule.effect == Effect::permit ? grants.permits : grants.forbids).push_back(std::move(grant));
  }
  return grants;
}

/// A forbid that names no field takes the whole row away.
inline bool forbids_row(const Grant& grant) { return grant.rule->fields.names.empty(); }

/// The rows that the grants reach.
inline Expr reachable_rows(const Grants& grants) {
  std::vector<Expr> permitted;
  for (const auto& grant : grants.permits) permitted.push_back(grant.condition);
  std::vector<Expr> conditions;
  conditions.push_back(expr::any_of_factored(std::move(permitted)));
  for (const auto& grant : grants.forbids) {
    if (forbids_row(grant)) conditions.push_back(expr::negation(grant.condition));
  }
  return expr::all_of(std::move(conditions));
}

/// What one row of an answer allows: which fields it shows, and which further actions.
struct RowAccess {
  FieldMask fields;
  ActionSet actions;
};

/// How a query for one action is narrowed, and what each row of its answer allows.
///
/// Rules with equal conditions are merged. What is true for every row of the answer costs nothing;
/// for the rest the query carries one bit a condition, and `access_of(bits)` folds them.
class AccessPlan {
 public:
  /// `further`: of the actions that rows of the answer should be marked with.
  explicit AccessPlan(const Grants& grants, std::initializer_list<const Grants*> further = {})
      : visible_{std::make_shared<const Expr>(reachable_rows(grants))} {
    std::vector<Expr> conditions;
    always_.adds = fields_of_every_permit(grants);
    for (const auto& grant : grants.permits) {
      if (const auto others = grant.fields & ~always_.adds; !others.empty())
        note(conditions, grant.condition, {.adds = others});
    }
    for (const auto& grant : grants.forbids) {
      if (!forbids_row(grant)) note(conditions, grant.condition, {.removes = grant.fields});
    }
    for (const auto* others : further)
      note(conditions, reachable_rows(*others), {.actions = {others->action}});
    if (!conditions.empty())
      row_bits_ = std::make_shared<const std::vector<Expr>>(std::move(conditions));
  }

  /// The policy's predicate for the query. `never`: no query is needed.
  const std::shared_ptr<const Expr>& visible() const { return visible_; }
  bool reaches_nothing() const { return visible_->is_never(); }
  bool reaches_everything() const { return visible_->is_always() && !row_bits_; }

  /// Conditions the query must report for each row; null: every row of the answer allows the same.
  const std::shared_ptr<const std::vector<Expr>>& row_bits() const { return row_bits_; }

  /// What a row with these bits allows.
  RowAccess access_of(std::uint64_t bits) const {
    RowEffect sum = always_;
    for (std::size_t i = 0; i < effects_.size(); ++i) {
      if ((bits >> i & 1U) != 0) sum.add(effects_[i]);
    }
    return {sum.adds & ~sum.removes, sum.actions};
  }

  /// The rows in which a field may be seen, among those of `visible()`.
  Expr rows_showing(const FieldInfo& field) const {
    std::vector<Expr> shown;
    std::vector<Expr> conditions;
    if (always_.adds.contains(field)) shown.push_back(expr::always());
    for (std::size_t i = 0; i < effects_.size(); ++i) {
      const auto& condition = (*row_bits_)[i];
      if (effects_[i].adds.contains(field)) shown.push_back(condition);
      if (effects_[i].removes.contains(field)) conditions.push_back(expr::negation(condition));
    }
    if (always_.removes.contains(field)) return expr::never();
    conditions.push_back(expr::any_of(std::move(shown)));
    return expr::all_of(std::move(conditions));
  }

 private:
  struct RowEffect {
    FieldMask adds{};
    FieldMask removes{};
    ActionSet actions{};

    void add(const RowEffect& other) {
      adds = adds | other.adds;
      removes = removes | other.removes;
      actions = actions | other.actions;
    }
  };

  /// Whichever rule it is that lets a row be seen, it shows these.
  static FieldMask fields_of_every_permit(const Grants& grants) {
    FieldMask fields;
    bool is_first = true;
    for (const auto& grant : grants.permits) {
      if (grant.condition.is_never()) continue;
      fields = std::exchange(is_first, false) ? grant.fields : fields & grant.fields;
    }
    return fields;
  }

  void note(std::vector<Expr>& conditions, const Expr& reach, const RowEffect& effect) {
    if (reach.is_never()) return;
    // Every row of the answer satisfies the predicate itself.
    const Expr condition = expr::given(*visible_, reach);
    if (condition.is_always()) return always_.add(effect);
    const auto found = std::ranges::find(conditions, condition);
    const auto at = static_cast<std::size_t>(found - conditions.begin());
    if (found == conditions.end()) {
      conditions.push_back(condition);
      effects_.emplace_back();
    }
    effects_[at].add(effect);
  }

  std::shared_ptr<const Expr> visible_;
  std::shared_ptr<const std::vector<Expr>> row_bits_;
  std::vector<RowEffect> effects_;
  RowEffect always_;
};

}  // namespace salus

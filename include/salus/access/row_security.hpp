#pragma once

/// A policy compiled for an engine that holds rows to it by itself (PostgreSQL's profile `full`).
///
/// The same rules and the same conditions as in `access_plan.hpp`; only, who asks is not known yet, and
/// the rules of access levels are words that the caller has by rows, so that editing one changes no
/// condition. Fields stay with the library: an engine shows whole rows.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "salus/access/policy.hpp"
#include "salus/domain/journal_entry.hpp"
#include "salus/domain/patient_access.hpp"
#include "salus/query/row_security.hpp"

namespace salus {

namespace detail {

/// Rows that somebody reaches, by the words of which a caller must have one.
class Reached {
 public:
  void add(std::string word, Expr rows) {
    for (auto& [words, known] : reaches_) {
      if (known == rows) return words.push_back(expr::caller_has(std::move(word)));
    }
    reaches_.emplace_back(std::vector{expr::caller_has(std::move(word))}, std::move(rows));
  }

  Expr rows() && {
    std::vector<Expr> rows;
    for (auto& [words, reach] : reaches_)
      rows.push_back(expr::any_of(std::move(words)) && std::move(reach));
    return expr::any_of(std::move(rows));
  }

 private:
  std::vector<std::pair<std::vector<Expr>, Expr>> reaches_;
};

/// The word that a caller has by an access rule; `caller_words` makes it of the row.
inline std::string word_of(const Rule& rule, Action action, RowState state) {
  std::string word{to_name(rule.effect)};
  for (const auto part : {to_name(action),
                          std::string_view{rule.entity},
                          to_name(rule.scope),
                          to_name(rule.condition)})
    (word += ' ') += part;
  if (state == RowState::written) (word += ' ') += to_name(rule.becomes);
  return word;
}

/// Every access rule that can be about an entity, but for its fields.
inline std::vector<Rule> possible_access_rules(Effect effect, const EntityInfo& entity,
                                               RowState state) {
  std::vector<Condition> conditions;
  for (std::size_t i = 0; i < enumerator_names<Condition>.size(); ++i) {
    const auto condition = static_cast<Condition>(i);
    if (is_expressible(condition, Role::staff, entity)) conditions.push_back(condition);
  }
  const auto results =
      state == RowState::written ? conditions : std::vector<Condition>{Condition::none};
  std::vector<Rule> rules;
  for (const auto scope : {Scope::own, Scope::assigned, Scope::organization}) {
    if (!is_expressible(scope, Role::staff, entity)) continue;
    for (const auto condition : conditions) {
      for (const auto becomes : results) {
        Rule rule{.role = Role::staff, .entity = std::string{entity.name}, .scope = scope};
        rule.effect = effect;
        rule.condition = condition;
        rule.becomes = becomes;
        rules.push_back(std::move(rule));
      }
    }
  }
  return rules;
}

inline void add_reached(Reached& reached, const Policy& policy, Effect effect, Action action,
                        const EntityInfo& entity, RowState state) {
  for (const auto& rule : policy.rules()) {
    const bool is_about_rows = effect == Effect::permit || rule.fields.names.empty();
    if (rule.effect != effect || rule.entity != entity.name || !rule.actions.contains(action) ||
        !is_about_rows)
      continue;
    if (rule.access_level)
      throw Error{ErrorCode::unsupported, "An access level's rules are rows of access_rule."};
    reached.add(std::string{to_name(rule.role)}, reach_of(rule, {}, entity, state));
  }
  for (const auto& rule : possible_access_rules(effect, entity, state))
    reached.add(word_of(rule, action, state), reach_of(rule, {}, entity, state));
}

inline Expr reached_rows(const Policy& policy, Effect effect, Action action,
                         const EntityInfo& entity, RowState state) {
  Reached reached;
  add_reached(reached, policy, effect, action, entity, state);
  return std::move(reached).rows();
}

inline Expr allowed_rows(const Policy& policy, Action action, const EntityInfo& entity,
                         RowState state) {
  return reached_rows(policy, Effect::permit, action, entity, state) &&
         !reached_rows(policy, Effect::forbid, action, entity, state);
}

inline Expr has_choice(const EntityInfo& entity, std::size_t position, std::string_view choice) {
  return expr::compare(Operator::equal, entity.columns[position], std::string{choice});
}

/// What a write may find, and read again: a row that was made by this very call too. To look for a
/// patient in an emergency is the library's own errand, so break-glass shows nothing here.
inline Expr visible_rows(const Policy& policy, const EntityInfo& entity) {
  const auto made_now = expr::compare_with_now(Operator::equal, entity.created_at());
  // Any permit is asked first: for most rows that is all, and each of its conditions stands there once.
  Reached permitted;
  std::vector<Expr> allowed;
  for (const auto action : {Action::read, Action::update, Action::remove}) {
    add_reached(permitted, policy, Effect::permit, action, entity, RowState::stored);
    allowed.push_back(allowed_rows(policy, action, entity, RowState::stored));
  }
  std::vector<Expr> rows{std::move(permitted).rows() && expr::any_of(std::move(allowed))};
  rows.push_back(made_now && allowed_rows(policy, Action::create, entity, RowState::written));
  // The predicates of the library's own queries look into it too, and see it as the caller does.
  if (&entity == &entity_info<CareRelationship>()) rows.push_back(active_relationship_of({}));
  return (expr::is_null(entity.deleted_at()) || expr::caller_has(std::string{removing_word})) &&
         expr::any_of(std::move(rows));
}

inline Expr created_rows(const Policy& policy, const EntityInfo& entity) {
  auto rows = allowed_rows(policy, Action::create, entity, RowState::written);
  if (entity.amendment.current.empty()) return rows;
  return std::move(rows) || (!expr::is_null(entity.columns[entity.amendment.link_position]) &&
                             allowed_rows(policy, Action::update, entity, RowState::written));
}

/// Changed as the rules allow, or removed; what is amended keeps all but its status.
inline Expr changed_rows(const Policy& policy, const EntityInfo& entity) {
  const auto live = expr::is_null(entity.deleted_at());
  const auto& amendment = entity.amendment;
  auto changed = amendment.current.empty()
                     ? live && allowed_rows(policy, Action::update, entity, RowState::written)
                     : has_choice(entity, amendment.status_position, amendment.superseded) &&
                           allowed_rows(policy, Action::update, entity, RowState::stored);
  const auto removed = entity.removal.choice.empty()
                           ? !live
                           : has_choice(entity, entity.removal.position, entity.removal.choice);
  return std::move(changed) ||
         (removed && allowed_rows(policy, Action::remove, entity, RowState::stored));
}

inline RowRules row_rules_of(const Policy& policy, const EntityInfo& entity) {
  return {.entity = &entity,
          .visible = visible_rows(policy, entity),
          .created = created_rows(policy, entity),
          .changeable = expr::is_null(entity.deleted_at()) &&
                        (allowed_rows(policy, Action::update, entity, RowState::stored) ||
                         allowed_rows(policy, Action::remove, entity, RowState::stored)),
          .changed = changed_rows(policy, entity)};
}

/// Everybody's acts are added, and few may read them.
inline RowRules rules_of_journal(const Policy& policy, const EntityInfo& entity) {
  return {.entity = &entity,
          .visible = allowed_rows(policy, Action::read, entity, RowState::stored),
          .created = expr::always(),
          .changeable = expr::never(),
          .changed = expr::never()};
}

/// A forbid of fields takes no row.
inline CallerWords words_of_access_rules(Effect effect, RowState state) {
  const auto live = exists<&AccessRule::access_level, &AccessLevel::id>(expr::always());
  auto condition =
      expr::equals_caller(field_info<&AccessRule::access_level>(), Operand::access_level) && live &&
      f<&AccessRule::effect> == effect;
  if (effect == Effect::forbid) {
    condition = std::move(condition) && expr::in(field_info<&AccessRule::fields>(),
                                                 {std::string{"[]"}, std::string{R"(["*"])"}});
  }
  CallerWords words{std::string{to_name(effect)},
                    &entity_info<AccessRule>(),
                    std::move(condition),
                    {&field_info<&AccessRule::action>(),
                     &field_info<&AccessRule::entity>(),
                     &field_info<&AccessRule::scope>(),
                     &field_info<&AccessRule::condition>()}};
  if (state == RowState::written) words.columns.push_back(&field_info<&AccessRule::becomes>());
  return words;
}

}  // namespace detail

/// The policy as row-level security. Throws `unsupported` for a rule that it cannot say.
inline std::shared_ptr<const RowSecurity> row_security_of(const Policy& policy,
                                                          const Catalog& catalog) {
  auto security = std::make_shared<RowSecurity>();
  for (const auto& entry : catalog.entries()) {
    if (!entry.entity->collection.empty())
      security->tables.push_back(detail::row_rules_of(policy, *entry.entity));
  }
  for (const auto* journal : {&entity_info<JournalEntry>(), &entity_info<PatientAccess>()}) {
    if (catalog.find(journal->name) != nullptr)
      security->tables.push_back(detail::rules_of_journal(policy, *journal));
  }
  security->look_ups = {{"assigned_patient",
                         &entity_info<CareRelationship>(),
                         {&field_info<&CareRelationship::patient>()},
                         active_relationship_of({})},
                        {"journal_head",
                         &entity_info<JournalEntry>(),
                         {&field_info<&JournalEntry::organization_id>(),
                          &field_info<&JournalEntry::stream>(),
                          &field_info<&JournalEntry::sequence>(),
                          &field_info<&JournalEntry::hash>()},
                         expr::always()}};
  for (const auto effect : {Effect::permit, Effect::forbid}) {
    for (const auto state : {RowState::stored, RowState::written})
      security->words.push_back(detail::words_of_access_rules(effect, state));
  }
  return security;
}

}  // namespace salus

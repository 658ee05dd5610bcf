#pragma once

/// A policy: the list of rules, checked against the entities once, when it is loaded.

#include <string>
#include <utility>
#include <vector>

#include "salus/access/rule.hpp"
#include "salus/access/scope_condition.hpp"
#include "salus/core/error.hpp"
#include "salus/core/issues.hpp"
#include "salus/query/catalog.hpp"

namespace salus {

/// What is wrong with a rule, at the names of an AccessRule's fields; nothing: every emitter can say it.
inline Issues issues_of(const Rule& rule, const Catalog& catalog) {
  Issues issues;
  const auto* entry = catalog.find(rule.entity);
  if (entry == nullptr || entry->entity->name != rule.entity) {
    issues.add("entity", "unknown", "\"" + rule.entity + "\" is no entity.");
    return issues;
  }
  const auto& entity = *entry->entity;
  detail::check_fields(rule, entity, issues);
  if (!is_expressible(rule.scope, rule.role, entity)) {
    issues.add("scope",
               "not_expressible",
               rule.entity + " has no compartment field for the scope \"" +
                   std::string{to_name(rule.scope)} + "\".");
  }
  const auto check_condition = [&](std::string_view field, Condition condition) {
    if (is_expressible(condition, rule.role, entity)) return;
    issues.add(field,
               "not_expressible",
               "The condition \"" + std::string{to_name(condition)} + "\" means nothing for " +
                   rule.entity + ".");
  };
  check_condition("condition", rule.condition);
  check_condition("becomes", rule.becomes);
  return issues;
}

/// Rules in any order: permits add up, a forbid wins, and what no rule permits is denied.
/// Immutable once a Clinic has it; shared between threads.
class Policy {
 public:
  explicit Policy(std::vector<Rule> rules) : rules_{std::move(rules)} {}

  /// The same policy and one rule more: how a vendor opens an entity of their own.
  Policy with(Rule rule) const {
    Policy next = *this;
    next.rules_.push_back(std::move(rule));
    return next;
  }

  const std::vector<Rule>& rules() const { return rules_; }

  /// Throws `invalid_input` at the first rule that names an unknown entity or field, or a scope or
  /// condition that the entity cannot express: never a guess.
  void verify(const Catalog& catalog) const {
    for (const auto& rule : rules_) {
      const auto issues = issues_of(rule, catalog);
      if (issues.empty()) continue;
      throw Error{ErrorCode::invalid_input,
                  "The rule \"" + rule.name + "\" cannot be: " + issues.summary()};
    }
  }

  /// Every rule as one line of text: what the policy's version is computed from.
  std::string to_string() const {
    std::string text;
    for (const auto& rule : rules_) text += describe(rule) + "\n";
    return text;
  }

 private:
  static std::string describe(const Rule& rule) {
    std::string text = rule.name + "|" + std::string{to_name(rule.effect)} + "|" +
                       std::string{to_name(rule.role)} + "|";
    for (std::size_t i = 0; i < enumerator_names<Action>.size(); ++i) {
      if (rule.actions.contains(static_cast<Action>(i)))
        text += std::string{enumerator_names<Action>[i]} + " ";
    }
    text += "|" + rule.entity + "|" + std::string{to_name(rule.scope)} + "|" +
            std::string{to_name(rule.condition)} + "|" + std::string{to_name(rule.becomes)} + "|" +
            (rule.access_level ? rule.access_level->to_string() + "|" : "") +
            (rule.fields.every ? "*" : "");
    for (const auto& name : rule.fields.names) text += name + " ";
    return text;
  }

  std::vector<Rule> rules_;
};

}  // namespace salus

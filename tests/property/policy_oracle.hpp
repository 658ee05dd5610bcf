#pragma once

/// What docs/policy.md says, word for word and slowly: rows in vectors, rules in a list, no conditions,
/// no plans. Shares nothing with the library's own policy code but the rows and the rules.

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "salus/access/policy.hpp"
#include "salus/domain/care_relationship.hpp"
#include "salus/domain/patient.hpp"

namespace salus::property {

template <class T>
struct Row {
  T value;
  bool is_deleted = false;
};

/// One organization as plain rows.
struct Tables {
  Id<Organization> organization;
  std::vector<Row<Patient>> patients;
  std::vector<Row<CareRelationship>> relationships;
};

class PolicyOracle {
 public:
  PolicyOracle(const std::vector<Rule>& rules, const Principal& principal, const Tables& tables,
               Timestamp now)
      : rules_{rules}, principal_{principal}, tables_{tables}, now_{now} {}

  /// The names of the fields that a row gives for an action; nothing: the action is not allowed.
  template <class T>
  std::optional<std::set<std::string>> fields(Action action, const Row<T>& row) const {
    if (row.is_deleted) return std::nullopt;
    std::set<std::string> given;
    std::set<std::string> taken;
    bool permitted = false;
    for (const auto& rule : rules_) {
      if (!concerns<T>(rule, action) || !reaches(rule, row.value)) continue;
      const auto named = names<T>(rule);
      if (rule.effect == Effect::permit) {
        permitted = true;
        given.insert(named.begin(), named.end());
      } else if (rule.fields.names.empty()) {
        return std::nullopt;
      } else {
        taken.insert(named.begin(), named.end());
      }
    }
    if (!permitted) return std::nullopt;
    for (const auto& name : taken) given.erase(name);
    return given;
  }

 private:
  template <class T>
  bool concerns(const Rule& rule, Action action) const {
    return rule.entity == entity_info<T>().name && rule.actions.contains(action) &&
           principal_.roles.contains(rule.role);
  }

  /// Every permit gives the key; a rule for every field leaves out what is write-only.
  template <class T>
  static std::set<std::string> names(const Rule& rule) {
    std::set<std::string> all{rule.fields.names.begin(), rule.fields.names.end()};
    if (rule.effect == Effect::permit) all.insert("id");
    for (const auto& field : entity_info<T>().fields()) {
      if (rule.fields.every && !field.write_only) all.emplace(field.name);
    }
    return all;
  }

  static Id<Patient> patient_of(const Patient& patient) { return patient.id; }
  static Id<Patient> patient_of(const CareRelationship& relationship) {
    return relationship.patient;
  }

  bool owns(Role role, const Patient& patient) const {
    return role == Role::patient && principal_.patient == patient.id;
  }
  bool owns(Role role, const CareRelationship& relationship) const {
    return (role == Role::patient && principal_.patient == relationship.patient) ||
           (role == Role::doctor && principal_.doctor == relationship.doctor);
  }

  template <class T>
  bool reaches(const Rule& rule, const T& value) const {
    switch (rule.scope) {
      case Scope::none:
        return false;
      case Scope::own:
        return owns(rule.role, value);
      case Scope::assigned:
        return principal_.doctor && is_assigned(*principal_.doctor, patient_of(value));
      case Scope::organization:
        return true;
    }
    return false;
  }

  bool is_assigned(Id<Doctor> doctor, Id<Patient> patient) const {
    return std::ranges::any_of(tables_.relationships, [&](const Row<CareRelationship>& row) {
      const auto& r = row.value;
      const bool started = r.valid_from.has_value() && *r.valid_from <= now_;
      const bool ended = r.valid_to.has_value() && *r.valid_to <= now_;
      return !row.is_deleted && r.doctor == doctor && r.patient == patient &&
             r.status == RelationshipStatus::active && started && !ended;
    });
  }

  const std::vector<Rule>& rules_;
  const Principal& principal_;
  const Tables& tables_;
  Timestamp now_;
};

}  // namespace salus::property

#pragma once

/// What docs/security.md says under "What a policy means", word for word and slowly: rows in vectors, rules in a list, no conditions,
/// no plans. Shares nothing with the library's own policy code but the rows and the rules.

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "salus/access/policy.hpp"
#include "salus/domain/appointment.hpp"
#include "salus/domain/care_relationship.hpp"
#include "salus/domain/medical_record.hpp"
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
  std::vector<Row<Appointment>> appointments;
  std::vector<Row<MedicalRecord>> records;
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
      if (!concerns<T>(rule, action) || !reaches(rule, row.value) || !meets(rule, row.value))
        continue;
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

  /// Whether a doctor is in a care relationship with a patient that is active now.
  bool is_assigned(Id<Doctor> doctor, Id<Patient> patient) const {
    return std::ranges::any_of(tables_.relationships, [&](const Row<CareRelationship>& row) {
      const auto& r = row.value;
      const bool started = r.valid_from.has_value() && *r.valid_from <= now_;
      const bool ended = r.valid_to.has_value() && *r.valid_to <= now_;
      return !row.is_deleted && r.doctor == doctor && r.patient == patient &&
             r.status == RelationshipStatus::active && started && !ended;
    });
  }

 private:
  template <class T>
  bool concerns(const Rule& rule, Action action) const {
    return rule.entity == entity_info<T>().name && rule.actions.contains(action) &&
           principal_.roles.contains(rule.role) &&
           (!rule.access_level || rule.access_level == principal_.access_level);
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
  template <class T>
  static Id<Patient> patient_of(const T& row) {
    return row.patient;
  }

  static Id<Doctor> doctor_of(const CareRelationship& relationship) { return relationship.doctor; }
  static Id<Doctor> doctor_of(const Appointment& appointment) { return appointment.doctor; }
  static Id<Doctor> doctor_of(const MedicalRecord& record) { return record.author; }

  bool owns(Role role, const Patient& patient) const {
    return role == Role::patient && principal_.patient == patient.id;
  }
  template <class T>
  bool owns(Role role, const T& row) const {
    return (role == Role::patient && principal_.patient == row.patient) ||
           (role == Role::doctor && principal_.doctor == doctor_of(row));
  }

  template <class T>
  bool meets(const Rule& rule, const T& value) const {
    if (rule.condition == Condition::in_own_name) return owns(rule.role, value);
    return meets_its_own(rule, value);
  }
  static bool meets_its_own(const Rule& rule, const MedicalRecord& record) {
    return rule.condition == Condition::none || record.confidentiality == Confidentiality::normal;
  }
  bool meets_its_own(const Rule& rule, const Appointment& appointment) const {
    if (rule.condition == Condition::cancelled)
      return appointment.status == AppointmentStatus::cancelled;
    return rule.condition == Condition::none || appointment.starts_at > now_;
  }
  template <class T>
  static bool meets_its_own(const Rule& rule, const T&) {
    return rule.condition == Condition::none;
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

  const std::vector<Rule>& rules_;
  const Principal& principal_;
  const Tables& tables_;
  Timestamp now_;
};

}  // namespace salus::property

#pragma once

/// What the scope and the condition of a rule mean for somebody and one entity.

#include <optional>
#include <string_view>

#include "salus/access/rule.hpp"
#include "salus/domain/appointment.hpp"
#include "salus/domain/care_relationship.hpp"
#include "salus/domain/medical_record.hpp"
#include "salus/query/column.hpp"

namespace salus {

namespace detail {

/// Whose compartment a field puts its row into ("doctor"), or nothing.
constexpr std::string_view compartment_of(const EntityInfo& entity, const FieldInfo& field) {
  if (!field.compartment) return {};
  return field.references.empty() ? entity.name : field.references;
}

inline const FieldInfo* compartment_field(const EntityInfo& entity, std::string_view owner) {
  for (const auto& field : entity.fields()) {
    if (compartment_of(entity, field) == owner) return &field;
  }
  return nullptr;
}

constexpr std::string_view owner_of(Role role) {
  if (role == Role::doctor) return entity_info<Doctor>().name;
  if (role == Role::patient) return entity_info<Patient>().name;
  return entity_info<User>().name;
}

constexpr Operand caller_of(Role role) {
  if (role == Role::doctor) return Operand::doctor;
  if (role == Role::patient) return Operand::patient;
  return Operand::user;
}

inline std::optional<Uuid> identity_in(const Principal& principal, Role role) {
  const auto unwrap = [](const auto& id) { return id ? std::optional{id->value} : std::nullopt; };
  if (role == Role::doctor) return unwrap(principal.doctor);
  if (role == Role::patient) return unwrap(principal.patient);
  return unwrap(principal.user);
}

}  // namespace detail

/// Whom a rule is asked about: a principal, or whoever a database's context will name.
struct Subject {
  const Principal* principal = nullptr;  ///< Null: the context names them.
};

/// The column is the subject's own id, of the kind that goes with the role. A principal who has none
/// is nowhere, so the condition is `never` and no query is made.
inline Expr is_own(const FieldInfo& column, Role role, Subject subject) {
  if (subject.principal == nullptr) return expr::equals_caller(column, detail::caller_of(role));
  const auto identity = detail::identity_in(*subject.principal, role);
  return identity ? expr::compare(Operator::equal, column, *identity) : expr::never();
}

/// The care relationships of the subject, a doctor, that hold at the time of the call.
inline Expr active_relationship_of(Subject subject) {
  const auto& doctor = field_info<&CareRelationship::doctor>();
  const auto& valid_from = field_info<&CareRelationship::valid_from>();
  const auto& valid_to = field_info<&CareRelationship::valid_to>();
  return is_own(doctor, Role::doctor, subject) &&
         f<&CareRelationship::status> == RelationshipStatus::active &&
         expr::compare_with_now(Operator::less_or_equal, valid_from) &&
         (expr::is_null(valid_to) || expr::compare_with_now(Operator::greater, valid_to));
}

/// Whether a scope means anything for an entity and a role; if not, a rule that uses it is refused.
inline bool is_expressible(Scope scope, Role role, const EntityInfo& entity) {
  switch (scope) {
    case Scope::own:
      return detail::compartment_field(entity, detail::owner_of(role)) != nullptr;
    case Scope::assigned:
      return (role == Role::doctor || role == Role::staff) &&
             detail::compartment_field(entity, entity_info<Patient>().name) != nullptr;
    default:
      return true;
  }
}

/// The rows of a scope.
inline Expr scope_condition(Scope scope, Role role, Subject subject, const EntityInfo& entity) {
  if (scope == Scope::none) return expr::never();
  if (scope == Scope::organization) return expr::always();
  if (scope == Scope::own)
    return is_own(*detail::compartment_field(entity, detail::owner_of(role)), role, subject);
  return expr::exists(*detail::compartment_field(entity, entity_info<Patient>().name),
                      entity_info<CareRelationship>(),
                      field_info<&CareRelationship::patient>(),
                      active_relationship_of(subject));
}

/// Whether a rule's condition means anything for an entity and a role; if not, the rule is refused.
inline bool is_expressible(Condition condition, Role role, const EntityInfo& entity) {
  switch (condition) {
    case Condition::in_own_name:
      return is_expressible(Scope::own, role, entity);
    case Condition::not_restricted:
      return entity.name == entity_info<MedicalRecord>().name;
    case Condition::upcoming:
    case Condition::cancelled:
      return entity.name == entity_info<Appointment>().name;
    default:
      return true;
  }
}

inline Expr further_condition(Condition condition, Role role, Subject subject,
                              const EntityInfo& entity) {
  switch (condition) {
    case Condition::in_own_name:
      return scope_condition(Scope::own, role, subject, entity);
    case Condition::not_restricted:
      return f<&MedicalRecord::confidentiality> == Confidentiality::normal;
    case Condition::upcoming:
      return expr::compare_with_now(Operator::greater, field_info<&Appointment::starts_at>());
    case Condition::cancelled:
      return f<&Appointment::status> == AppointmentStatus::cancelled;
    default:
      return expr::always();
  }
}

/// Which state of a row a rule is asked about.
enum class RowState : std::uint8_t {
  stored,   ///< As it is.
  written,  ///< As a write has just made it.
};

/// The rows that a rule reaches.
inline Expr reach_of(const Rule& rule, Subject subject, const EntityInfo& entity, RowState state) {
  const auto becomes = state == RowState::written ? rule.becomes : Condition::none;
  return scope_condition(rule.scope, rule.role, subject, entity) &&
         further_condition(rule.condition, rule.role, subject, entity) &&
         further_condition(becomes, rule.role, subject, entity);
}

}  // namespace salus

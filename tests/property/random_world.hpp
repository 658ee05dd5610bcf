#pragma once

/// Small random clinics and policies, each from a seed that makes it again.

#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "salus/storage/backend.hpp"

#include "property/policy_oracle.hpp"

namespace salus::property {

inline constexpr Timestamp now{Date{std::chrono::year{2026} / 11 / 24} + std::chrono::hours{12}};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_{seed} {}

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
  bool one_in(std::size_t bound) { return below(bound) == 0; }
  template <class List>
  auto one_of(const List& list) {
    return list[below(list.size())];
  }
  Uuid uuid() {
    Uuid uuid;
    for (auto& byte : uuid.bytes) byte = static_cast<std::uint8_t>(engine_() & 0xFFU);
    return uuid;
  }

 private:
  std::mt19937_64 engine_;
};

/// Now, a microsecond to either side, far away, or missing.
inline std::optional<Timestamp> random_moment(Dice& dice) {
  using std::chrono::microseconds;
  static constexpr std::array shifts{microseconds{0},
                                     microseconds{-1},
                                     microseconds{1},
                                     microseconds{-864'000'000'000},
                                     microseconds{864'000'000'000}};
  if (dice.one_in(4)) return std::nullopt;
  return now + dice.one_of(shifts);
}

struct Organizations {
  std::vector<Id<Doctor>> doctors;
  Tables tables;
};

inline Patient random_patient(Dice& dice, std::size_t number) {
  Patient patient;
  patient.id = {dice.uuid()};
  patient.name = number % 2 == 0 ? "Amara" : "Ben";
  patient.sex = dice.one_in(2) ? Sex::female : Sex::male;
  patient.mrn = std::to_string(number);
  if (!dice.one_in(3)) patient.blood_group = dice.one_in(2) ? "A+" : "B-";
  return patient;
}

inline void add_appointments(Dice& dice, Organizations& made) {
  for (int i = 0; i < 4; ++i) {
    Appointment a;
    a.id = {dice.uuid()};
    a.doctor = dice.one_of(made.doctors);
    a.patient = dice.one_of(made.tables.patients).value.id;
    a.starts_at = random_moment(dice).value_or(now);
    a.ends_at = a.starts_at + std::chrono::minutes{30};
    a.kind = dice.one_in(2) ? AppointmentKind::video : AppointmentKind::in_person;
    if (dice.one_in(2)) a.reason = "Cough";
    made.tables.appointments.push_back({a, dice.one_in(6)});
  }
}

inline void add_records(Dice& dice, Organizations& made) {
  for (int i = 0; i < 4; ++i) {
    MedicalRecord r;
    r.id = {dice.uuid()};
    r.patient = dice.one_of(made.tables.patients).value.id;
    r.author = dice.one_of(made.doctors);
    r.title = "Note";
    if (dice.one_in(2)) r.code = "I10";
    if (dice.one_in(3)) r.status = RecordStatus::amended;
    if (dice.one_in(3)) r.confidentiality = Confidentiality::restricted;
    made.tables.records.push_back({r, dice.one_in(6)});
  }
}

inline Organizations random_organization(Dice& dice, Id<Organization> id) {
  Organizations made;
  made.tables.organization = id;
  for (int i = 0; i < 3; ++i) made.doctors.push_back({dice.uuid()});
  for (std::size_t i = 0; i < 5; ++i)
    made.tables.patients.push_back({random_patient(dice, i), dice.one_in(8)});
  std::set<std::tuple<Id<Doctor>, Id<Patient>, RelationshipType>> active;
  for (int i = 0; i < 9; ++i) {
    CareRelationship r;
    r.id = {dice.uuid()};
    r.doctor = dice.one_of(made.doctors);
    r.patient = dice.one_of(made.tables.patients).value.id;
    r.relationship_type =
        static_cast<RelationshipType>(dice.below(enumerator_names<RelationshipType>.size()));
    r.status = dice.one_in(4) ? RelationshipStatus::ended : RelationshipStatus::active;
    r.valid_from = random_moment(dice);
    r.valid_to = dice.one_in(2) ? std::nullopt : random_moment(dice);
    if (dice.one_in(2)) r.notes = "Seen.";
    const bool is_deleted = dice.one_in(6);
    const bool competes = r.status == RelationshipStatus::active && !is_deleted;
    if (competes && !active.emplace(r.doctor, r.patient, r.relationship_type).second) continue;
    made.tables.relationships.push_back({r, is_deleted});
  }
  add_appointments(dice, made);
  add_records(dice, made);
  return made;
}

template <class T>
std::vector<Value> stored_row(const T& value, Id<Organization> organization, bool is_deleted) {
  auto row = values_of(value);
  row.insert(
      row.end(),
      {organization.value, std::int64_t{1}, now, now, is_deleted ? Value{now} : Value{Null{}}});
  return row;
}

template <class T>
void insert_rows(Transaction& transaction, Id<Organization> organization,
                 const std::vector<Row<T>>& rows) {
  Insert insert{&entity_info<T>(), {}};
  for (const auto& row : rows)
    insert.rows.push_back(stored_row(row.value, organization, row.is_deleted));
  if (!insert.rows.empty()) transaction.insert(insert);
}

/// Puts an organization's rows into a database, past the policy.
inline void store(Backend& backend, const Organizations& made) {
  const auto organization = made.tables.organization;
  Insert doctors{&entity_info<Doctor>(), {}};
  for (const auto id : made.doctors) {
    Doctor doctor;
    doctor.id = id;
    doctors.rows.push_back(stored_row(doctor, organization, false));
  }
  backend.open({.organization = organization.value})->run([&](Transaction& transaction) {
    transaction.insert(doctors);
    insert_rows(transaction, organization, made.tables.patients);
    insert_rows(transaction, organization, made.tables.relationships);
    insert_rows(transaction, organization, made.tables.appointments);
    insert_rows(transaction, organization, made.tables.records);
  });
}

inline FieldList random_fields(Dice& dice, const EntityInfo& entity) {
  if (dice.one_in(3)) return every_field();
  FieldList list;
  for (const auto& field : entity.fields()) {
    if (!field.primary_key && !dice.one_in(3)) list.names.emplace_back(field.name);
  }
  return list;
}

inline Rule random_rule(Dice& dice, std::size_t number) {
  static constexpr std::array roles{Role::doctor, Role::patient, Role::administrator};
  static constexpr std::array scopes{Scope::none, Scope::own, Scope::assigned, Scope::organization};
  static const std::array<const EntityInfo*, 4> entities{&entity_info<Patient>(),
                                                         &entity_info<CareRelationship>(),
                                                         &entity_info<Appointment>(),
                                                         &entity_info<MedicalRecord>()};
  static constexpr std::array conditions{
      Condition::in_own_name, Condition::not_restricted, Condition::upcoming};
  const auto& entity = *dice.one_of(entities);
  Rule rule;
  rule.name = "rule " + std::to_string(number);
  rule.entity = entity.name;
  do {
    rule.role = dice.one_of(roles);
    rule.scope = dice.one_of(scopes);
  } while (!is_expressible(rule.scope, rule.role, entity));
  const auto condition = dice.one_of(conditions);
  if (dice.one_in(2) && is_expressible(condition, rule.role, entity)) rule.condition = condition;
  rule.actions.add(dice.one_in(3) ? Action::update : Action::read);
  if (dice.one_in(2)) rule.actions.add(Action::read);
  rule.effect = dice.one_in(4) ? Effect::forbid : Effect::permit;
  rule.fields =
      rule.effect == Effect::forbid && dice.one_in(2) ? FieldList{} : random_fields(dice, entity);
  return rule;
}

inline std::vector<Rule> random_rules(Dice& dice) {
  std::vector<Rule> rules;
  const auto count = 3 + dice.below(10);
  for (std::size_t i = 0; i < count; ++i) rules.push_back(random_rule(dice, i));
  return rules;
}

/// Somebody of one organization, perhaps with an id that belongs to the other.
inline Principal random_principal(Dice& dice, const Organizations& home,
                                  const Organizations& other) {
  Principal principal;
  principal.roles.add(Role::user);
  const auto& origin = dice.one_in(6) ? other : home;
  if (!dice.one_in(3)) principal.roles.add(Role::doctor);
  if (dice.one_in(2)) principal.roles.add(Role::patient);
  if (dice.one_in(4)) principal.roles.add(Role::administrator);
  if (!dice.one_in(5)) principal.doctor = dice.one_of(origin.doctors);
  if (!dice.one_in(5)) principal.patient = dice.one_of(origin.tables.patients).value.id;
  return principal;
}

}  // namespace salus::property

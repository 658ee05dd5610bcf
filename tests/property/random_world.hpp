#pragma once

/// Small random clinics and policies, each from a seed that makes it again.

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "salus/service/clinic.hpp"
#include "salus/storage/backend.hpp"
#include "salus/testing/seeded_random.hpp"

#include "property/policy_oracle.hpp"

namespace salus::property {

inline constexpr Timestamp now{Date{std::chrono::year{2026} / 11 / 24} + std::chrono::hours{12}};

using salus::testing::SeededRandom;

inline bool one_in(SeededRandom& dice, std::size_t chances) { return dice.below(chances) == 0; }

inline Uuid random_uuid(SeededRandom& dice) {
  Uuid uuid;
  dice.fill(std::as_writable_bytes(std::span{uuid.bytes}));
  return uuid;
}

/// Now, a microsecond to either side, far away, or missing.
inline std::optional<Timestamp> random_moment(SeededRandom& dice) {
  using std::chrono::microseconds;
  static constexpr std::array shifts{microseconds{0},
                                     microseconds{-1},
                                     microseconds{1},
                                     microseconds{-864'000'000'000},
                                     microseconds{864'000'000'000}};
  if (one_in(dice, 4)) return std::nullopt;
  return now + dice.pick(shifts);
}

struct Organizations {
  std::vector<Id<Doctor>> doctors;
  Tables tables;
};

inline const std::vector<std::string> insurances{
    "null", R"({"provider":"Acme"})", R"({"provider":7})", R"({"other":"Acme","provider":"Best"})"};
inline const std::vector<std::string> allergies{
    "[]", R"(["nuts"])", R"(["milk"])", R"(["milk","nuts"])", R"("nuts")"};

inline Patient random_patient(SeededRandom& dice, std::size_t number) {
  Patient patient;
  patient.id = {random_uuid(dice)};
  patient.name = number % 2 == 0 ? "Amara" : "Ben";
  patient.sex = one_in(dice, 2) ? Sex::female : Sex::male;
  patient.mrn = std::to_string(number);
  if (!one_in(dice, 3)) patient.blood_group = one_in(dice, 2) ? "A+" : "B-";
  patient.insurance = Json::from_canonical(dice.pick(insurances));
  patient.allergies = Json::from_canonical(dice.pick(allergies));
  return patient;
}

inline void add_appointments(SeededRandom& dice, Organizations& made) {
  for (int i = 0; i < 4; ++i) {
    Appointment a;
    a.id = {random_uuid(dice)};
    a.doctor = dice.pick(made.doctors);
    a.patient = dice.pick(made.tables.patients).value.id;
    a.starts_at = random_moment(dice).value_or(now);
    a.ends_at = a.starts_at + std::chrono::minutes{30};
    if (one_in(dice, 3)) a.status = AppointmentStatus::cancelled;
    a.kind = one_in(dice, 2) ? AppointmentKind::video : AppointmentKind::in_person;
    if (one_in(dice, 2)) a.reason = "Cough";
    a.override_reason = "Worlds are small.";
    made.tables.appointments.push_back({a, one_in(dice, 6)});
  }
}

inline void add_records(SeededRandom& dice, Organizations& made) {
  for (int i = 0; i < 4; ++i) {
    MedicalRecord r;
    r.id = {random_uuid(dice)};
    r.patient = dice.pick(made.tables.patients).value.id;
    r.author = dice.pick(made.doctors);
    r.title = "Note";
    if (one_in(dice, 2)) r.code = "I10";
    if (one_in(dice, 3)) r.status = RecordStatus::amended;
    if (one_in(dice, 3)) r.confidentiality = Confidentiality::restricted;
    made.tables.records.push_back({r, one_in(dice, 6)});
  }
}

inline void add_relationships(SeededRandom& dice, Organizations& made) {
  std::set<std::tuple<Id<Doctor>, Id<Patient>, RelationshipType>> active;
  for (int i = 0; i < 9; ++i) {
    CareRelationship r;
    r.id = {random_uuid(dice)};
    r.doctor = dice.pick(made.doctors);
    r.patient = dice.pick(made.tables.patients).value.id;
    r.relationship_type =
        static_cast<RelationshipType>(dice.below(enumerator_names<RelationshipType>.size()));
    r.status = one_in(dice, 4) ? RelationshipStatus::ended : RelationshipStatus::active;
    r.valid_from = random_moment(dice);
    r.valid_to = one_in(dice, 2) ? std::nullopt : random_moment(dice);
    if (one_in(dice, 2)) r.notes = "Seen.";
    const bool is_deleted = one_in(dice, 6);
    const bool competes = r.status == RelationshipStatus::active && !is_deleted;
    if (competes && !active.emplace(r.doctor, r.patient, r.relationship_type).second) continue;
    made.tables.relationships.push_back({r, is_deleted});
  }
}

/// An organization of its own, or one that has the same ids for its doctors and patients as its twin: what
/// organization a row is of must never be forgotten, and with ids of its own it could be.
inline Organizations random_organization(SeededRandom& dice, Id<Organization> id,
                                         const Organizations* twin = nullptr) {
  Organizations made;
  made.tables.organization = id;
  for (std::size_t i = 0; i < 3; ++i)
    made.doctors.push_back(twin != nullptr ? twin->doctors[i] : Id<Doctor>{random_uuid(dice)});
  for (std::size_t i = 0; i < 5; ++i) {
    auto patient = random_patient(dice, i);
    if (twin != nullptr) patient.id = twin->tables.patients[i].value.id;
    made.tables.patients.push_back({patient, one_in(dice, 8)});
  }
  add_relationships(dice, made);
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

inline FieldList random_fields(SeededRandom& dice, const EntityInfo& entity) {
  if (one_in(dice, 3)) return every_field();
  FieldList list;
  for (const auto& field : entity.fields()) {
    if (!field.primary_key && !one_in(dice, 3)) list.names.emplace_back(field.name);
  }
  return list;
}

inline const EntityInfo& random_entity(SeededRandom& dice) {
  static const std::array<const EntityInfo*, 4> entities{&entity_info<Patient>(),
                                                         &entity_info<CareRelationship>(),
                                                         &entity_info<Appointment>(),
                                                         &entity_info<MedicalRecord>()};
  return *dice.pick(entities);
}

inline Rule random_rule(SeededRandom& dice, std::size_t number, const EntityInfo& entity,
                        std::span<const Role> roles) {
  static constexpr std::array scopes{Scope::none, Scope::own, Scope::assigned, Scope::organization};
  static constexpr std::array conditions{
      Condition::in_own_name, Condition::not_restricted, Condition::upcoming, Condition::cancelled};
  Rule rule;
  rule.name = "rule " + std::to_string(number);
  rule.entity = entity.name;
  do {
    rule.role = dice.pick(roles);
    rule.scope = dice.pick(scopes);
  } while (!is_expressible(rule.scope, rule.role, entity));
  const auto condition = dice.pick(conditions);
  if (one_in(dice, 2) && is_expressible(condition, rule.role, entity)) rule.condition = condition;
  rule.actions.add(one_in(dice, 3) ? Action::update : Action::read);
  if (one_in(dice, 2)) rule.actions.add(Action::read);
  if (one_in(dice, 4)) rule.actions.add(Action::remove);
  rule.effect = one_in(dice, 4) ? Effect::forbid : Effect::permit;
  rule.fields =
      rule.effect == Effect::forbid && one_in(dice, 2) ? FieldList{} : random_fields(dice, entity);
  return rule;
}

/// Now and then all about one entity, so that many of them meet on a row.
inline std::vector<Rule> random_rules(SeededRandom& dice) {
  static constexpr std::array roles{Role::doctor, Role::patient, Role::administrator};
  std::vector<Rule> rules;
  const auto count = 3 + dice.below(10);
  const EntityInfo* one = one_in(dice, 3) ? &random_entity(dice) : nullptr;
  for (std::size_t i = 0; i < count; ++i)
    rules.push_back(random_rule(dice, i, one != nullptr ? *one : random_entity(dice), roles));
  return rules;
}

/// An access level as rows.
struct Level {
  Id<AccessLevel> id;
  bool is_deleted = false;
  std::vector<Rule> rules;
};

/// A row holds one action.
inline Level random_level(SeededRandom& dice) {
  static constexpr std::array staff{Role::staff};
  Level level{{random_uuid(dice)}, one_in(dice, 6), {}};
  for (std::size_t i = 0; i < dice.below(5); ++i) {
    auto rule = random_rule(dice, i, random_entity(dice), staff);
    rule.name = "row " + std::to_string(i);
    rule.actions = {one_in(dice, 3) ? Action::update : Action::read};
    rule.access_level = level.id;
    level.rules.push_back(std::move(rule));
  }
  return level;
}

inline AccessRule row_of(SeededRandom& dice, const Rule& rule) {
  std::string names;
  for (const auto& name : rule.fields.names) names += (names.empty() ? "\"" : ",\"") + name + '"';
  return {.id = {random_uuid(dice)},
          .access_level = *rule.access_level,
          .name = rule.name,
          .effect = rule.effect,
          .action = rule.actions.contains(Action::read) ? Action::read : Action::update,
          .entity = rule.entity,
          .scope = rule.scope,
          .condition = rule.condition,
          .fields = Json::from_canonical(rule.fields.every ? R"(["*"])" : "[" + names + "]")};
}

inline void store(Backend& backend, Id<Organization> organization, const std::vector<Level>& levels,
                  SeededRandom& dice) {
  Insert level_rows{&entity_info<AccessLevel>(), {}};
  Insert rule_rows{&entity_info<AccessRule>(), {}};
  for (const auto& level : levels) {
    const AccessLevel row{.id = level.id, .name = level.id.to_string()};
    level_rows.rows.push_back(stored_row(row, organization, level.is_deleted));
    for (const auto& rule : level.rules)
      rule_rows.rows.push_back(stored_row(row_of(dice, rule), organization, false));
  }
  const PolicyRevision revision{organization, random_uuid(dice)};
  backend.open({.organization = organization.value})->run([&](Transaction& transaction) {
    transaction.insert(level_rows);
    if (!rule_rows.rows.empty()) transaction.insert(rule_rows);
    transaction.insert({&entity_info<PolicyRevision>(), {values_of(revision)}});
  });
}

/// Somebody of one organization, perhaps with an id that belongs to the other.
inline Principal random_principal(SeededRandom& dice, const Organizations& home,
                                  const Organizations& other) {
  Principal principal;
  principal.roles.add(Role::user);
  const auto& origin = one_in(dice, 6) ? other : home;
  if (!one_in(dice, 3)) principal.roles.add(Role::doctor);
  if (one_in(dice, 2)) principal.roles.add(Role::patient);
  if (one_in(dice, 4)) principal.roles.add(Role::administrator);
  if (!one_in(dice, 5)) principal.doctor = dice.pick(origin.doctors);
  if (!one_in(dice, 5)) principal.patient = dice.pick(origin.tables.patients).value.id;
  return principal;
}

/// Two organizations in one database, a policy, and somebody of the first.
struct RandomWorld {
  std::uint64_t seed = 0;
  std::string slug;
  Organizations home;
  Organizations other;
  std::vector<Rule> rules;
  std::vector<Level> levels;  ///< Rules as rows.
  Principal principal;

  /// All that hold: those of a deleted level do not.
  std::vector<Rule> rules_in_force() const {
    auto all = rules;
    for (const auto& level : levels) {
      if (!level.is_deleted) all.insert(all.end(), level.rules.begin(), level.rules.end());
    }
    return all;
  }
};

inline RandomWorld random_world(std::uint64_t seed) {
  SeededRandom dice{seed};
  RandomWorld world{.seed = seed, .slug = "world-" + std::to_string(seed)};
  world.home = random_organization(dice, organization_id_of(world.slug));
  world.other = random_organization(
      dice, organization_id_of(world.slug + "-other"), one_in(dice, 2) ? &world.home : nullptr);
  world.rules = random_rules(dice);
  world.principal = random_principal(dice, world.home, world.other);
  world.levels = {random_level(dice), random_level(dice)};
  if (one_in(dice, 2)) {
    world.principal.roles.add(Role::staff);
    world.principal.access_level = dice.pick(world.levels).id;
  }
  return world;
}

inline void store(Backend& backend, const RandomWorld& world) {
  store(backend, world.home);
  store(backend, world.other);
  SeededRandom dice{world.seed};
  store(backend, world.home.tables.organization, world.levels, dice);
}

/// Without it the library could not read the rules of access levels.
inline const Rule log_in_reads_rules{"log-in reads what an access level gives",
                                     Role::authenticator,
                                     {Action::read},
                                     "access_rule",
                                     Scope::organization,
                                     every_field()};

/// The front door to a world that was stored.
inline Clinic open_world(std::shared_ptr<Backend> backend, const RandomWorld& world) {
  return Clinic{std::move(backend),
                {.organization = world.slug,
                 .policy = Policy{world.rules}.with(log_in_reads_rules),
                 .environment = {.clock = [] { return now; },
                                 .random = salus::testing::random_source(world.seed)},
                 .journal = {.reads = JournalReads::off}}};
}

}  // namespace salus::property

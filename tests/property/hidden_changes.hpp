#pragma once

/// Changes a world where one principal cannot look: what they may not read, and nothing else. That their view is the same
/// is the oracle's word, not the library's.

#include <concepts>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "salus/schema/validation.hpp"

#include "property/random_world.hpp"

namespace salus::property {

/// What the oracle says of every row: the fields to read, and whether it may be changed or removed. Besides, whom the
/// principal cares for: their own authority is no secret from them.
class View {
 public:
  View(const RandomWorld& world, const Tables& tables)
      : rules_{world.rules_in_force()}, oracle_{rules_, world.principal, tables, now} {
    look_at(tables.patients);
    look_at(tables.relationships);
    look_at(tables.appointments);
    look_at(tables.records);
    if (!world.principal.doctor) return;
    for (const auto& row : tables.patients) {
      if (oracle_.is_assigned(*world.principal.doctor, row.value.id))
        assigned_.insert(row.value.id);
    }
  }

  friend bool operator==(const View& left, const View& right) {
    return left.rows_ == right.rows_ && left.assigned_ == right.assigned_;
  }

 private:
  struct SeenRow {
    std::set<std::string> readable;
    std::vector<Value> shown;
    std::set<std::string> writable;
    bool is_removable;
    friend bool operator==(const SeenRow&, const SeenRow&) = default;
  };

  template <class T>
  void look_at(const std::vector<Row<T>>& rows) {
    for (const auto& row : rows) {
      const auto readable = oracle_.fields(Action::read, row);
      const auto writable = oracle_.fields(Action::update, row);
      const bool removable = oracle_.fields(Action::remove, row).has_value();
      if (!readable && !writable && !removable) continue;
      SeenRow seen{readable.value_or(std::set<std::string>{}),
                   {},
                   writable.value_or(std::set<std::string>{}),
                   removable};
      for (const auto& field : entity_info<T>().fields()) {
        if (seen.readable.contains(std::string{field.name}))
          seen.shown.push_back(field.load(&row.value));
      }
      rows_.emplace(row.value.id.value, std::move(seen));
    }
  }

  std::vector<Rule> rules_;
  PolicyOracle oracle_;
  std::map<Uuid, SeenRow> rows_;
  std::set<Id<Patient>> assigned_;
};

inline void scramble(SeededRandom& dice, const Organizations&, Patient& patient) {
  switch (dice.below(4)) {
    case 0:
      patient.name = one_in(dice, 2) ? "Zola" : "Amara";
      return;
    case 1:
      patient.sex = patient.sex == Sex::male ? Sex::female : Sex::male;
      return;
    case 2:
      patient.blood_group = patient.blood_group ? std::nullopt : std::optional<std::string>{"A+"};
      return;
    default:
      patient.birth_date = std::chrono::year{1950} / 1 / 1;
  }
}

inline void scramble(SeededRandom& dice, const Organizations& made,
                     CareRelationship& relationship) {
  switch (dice.below(5)) {
    case 0:
      relationship.notes = one_in(dice, 2) ? std::nullopt : std::optional<std::string>{"Secret."};
      return;
    case 1:
      relationship.status = relationship.status == RelationshipStatus::active
                                ? RelationshipStatus::ended
                                : RelationshipStatus::active;
      return;
    case 2:
      relationship.doctor = dice.pick(made.doctors);
      return;
    case 3:
      relationship.valid_to = random_moment(dice);
      return;
    default:
      relationship.patient = dice.pick(made.tables.patients).value.id;
  }
}

inline void scramble(SeededRandom& dice, const Organizations& made, Appointment& appointment) {
  switch (dice.below(4)) {
    case 0:
      appointment.reason =
          appointment.reason ? std::nullopt : std::optional<std::string>{"Something else"};
      return;
    case 1:
      appointment.kind = appointment.kind == AppointmentKind::video ? AppointmentKind::phone
                                                                    : AppointmentKind::video;
      return;
    case 2:
      appointment.starts_at = random_moment(dice).value_or(now);
      appointment.ends_at = appointment.starts_at + std::chrono::minutes{30};
      return;
    default:
      appointment.patient = dice.pick(made.tables.patients).value.id;
  }
}

inline void scramble(SeededRandom& dice, const Organizations& made, MedicalRecord& record) {
  switch (dice.below(4)) {
    case 0:
      record.title = "Another";
      return;
    case 1:
      record.code = record.code ? std::nullopt : std::optional<std::string>{"I10"};
      return;
    case 2:
      record.confidentiality = record.confidentiality == Confidentiality::normal
                                   ? Confidentiality::restricted
                                   : Confidentiality::normal;
      return;
    default:
      record.author = dice.pick(made.doctors);
  }
}

/// What no rule decides over, the storage does: uniqueness holds for hidden rows too.
inline bool is_storable(const Tables& tables) {
  std::set<std::tuple<Id<Doctor>, Id<Patient>, RelationshipType>> active;
  for (const auto& [r, is_deleted] : tables.relationships) {
    const bool competes = r.status == RelationshipStatus::active && !is_deleted;
    if (competes && !active.emplace(r.doctor, r.patient, r.relationship_type).second) return false;
  }
  return true;
}

/// A rule over two moments holds for the whole row, whatever is written of it: a row that the library would not have
/// stored in one world must not be one that it would in the other.
inline bool is_as_valid(const Tables& before, const Tables& after) {
  const auto is_valid = [](const Row<CareRelationship>& row) {
    Issues issues;
    validate(entity_info<CareRelationship>(), values_of(row.value), issues);
    return issues.empty();
  };
  for (std::size_t i = 0; i < before.relationships.size(); ++i) {
    if (is_valid(before.relationships[i]) != is_valid(after.relationships[i])) return false;
  }
  return true;
}

/// Changes, deletes, brings back or adds one row.
template <class T>
void change_a_row(SeededRandom& dice, const Organizations& made, std::vector<Row<T>>& rows) {
  auto& row = rows[dice.below(rows.size())];
  switch (dice.below(6)) {
    case 0:
      row.is_deleted = !row.is_deleted;
      return;
    case 1: {
      auto added = row;
      added.value.id = {random_uuid(dice)};
      if constexpr (std::same_as<T, Patient>)
        added.value.mrn = "new " + std::to_string(rows.size());
      scramble(dice, made, added.value);
      rows.push_back(added);
      return;
    }
    default:
      scramble(dice, made, row.value);
  }
}

inline void change_something(SeededRandom& dice, Organizations& made) {
  switch (dice.below(4)) {
    case 0:
      return change_a_row(dice, made, made.tables.patients);
    case 1:
      return change_a_row(dice, made, made.tables.relationships);
    case 2:
      return change_a_row(dice, made, made.tables.appointments);
    default:
      return change_a_row(dice, made, made.tables.records);
  }
}

/// The same organization for the world's principal, and another one for everybody else. Answers how many changes there
/// are; none: this principal sees all that could be changed.
inline int change_hidden(SeededRandom& dice, const RandomWorld& world, Organizations& changed) {
  const View before{world, changed.tables};
  int changes = 0;
  for (int tries = 0; tries < 40 && changes < 6; ++tries) {
    auto next = changed;
    change_something(dice, next);
    if (!is_storable(next.tables) || !is_as_valid(changed.tables, next.tables) ||
        !(View{world, next.tables} == before))
      continue;
    changed = std::move(next);
    ++changes;
  }
  return changes;
}

}  // namespace salus::property

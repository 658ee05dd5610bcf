#pragma once

/// What somebody might try in order to learn what is hidden from them: reads of every kind, and writes.

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "property/transcript.hpp"

namespace salus::property {

using Step = std::function<void(Transcript&)>;

/// A world, and the same with other things in it where its principal cannot look.
struct Pair {
  const RandomWorld& world;
  const Tables& first;
  const Tables& second;
};

template <class T>
const std::vector<Row<T>>& rows_of(const Tables& tables) {
  if constexpr (std::same_as<T, Patient>)
    return tables.patients;
  else if constexpr (std::same_as<T, CareRelationship>)
    return tables.relationships;
  else if constexpr (std::same_as<T, Appointment>)
    return tables.appointments;
  else
    return tables.records;
}

/// Steps about one entity.
template <class T>
class Prober {
 public:
  Prober(SeededRandom& dice, const Pair& pair) : dice_{dice}, pair_{pair} {}

  void add_to(std::vector<Step>& program) {
    program.push_back([](Transcript& t) { t.list(entity(), {}); });
    for (int i = 0; i < 2; ++i) {
      program.push_back(page());
      program.push_back(number());
      program.push_back(one_row());
      program.push_back(decision());
      if (auto step = write()) program.push_back(std::move(step));
    }
  }

 private:
  static const EntityInfo& entity() { return entity_info<T>(); }

  Action action() { return static_cast<Action>(dice_.below(enumerator_names<Action>.size())); }

  /// Of a row in either world, or of none.
  Uuid some_id() {
    if (one_in(dice_, 8)) return random_uuid(dice_);
    return dice_.pick(rows_of<T>(one_in(dice_, 2) ? pair_.first : pair_.second)).value.id.value;
  }

  const FieldInfo& some_field() {
    const auto fields = entity().fields();
    return fields[dice_.below(fields.size())];
  }

  /// What the field holds somewhere in either world.
  Value some_value(const FieldInfo& field) {
    const auto& tables = one_in(dice_, 2) ? pair_.first : pair_.second;
    return field.load(&dice_.pick(rows_of<T>(tables)).value);
  }

  Expr comparison() {
    static constexpr std::array operators{
        Operator::equal, Operator::not_equal, Operator::less, Operator::greater_or_equal};
    const auto& field = some_field();
    auto value = some_value(field);
    if (is_null(value) || one_in(dice_, 6)) {
      return field.nullable ? expr::is_null(field) : expr::compare_with_now(Operator::less, field);
    }
    return expr::compare(dice_.pick(operators), field, std::move(value));
  }

  Expr filter() {
    auto condition = one_in(dice_, 3) ? dice_.pick(questions(static_cast<const T*>(nullptr))).filter
                                      : comparison();
    if (one_in(dice_, 3)) condition = std::move(condition) || comparison();
    if constexpr (std::same_as<T, Patient>) {
      if (one_in(dice_, 3))
        condition = std::move(condition) && exists<&Patient::id, &Appointment::patient>(
                                                f<&Appointment::kind> == AppointmentKind::video);
    }
    return one_in(dice_, 3) ? !std::move(condition) : condition;
  }

  Step page() {
    ListOptions options;
    if (!one_in(dice_, 3)) options.filter = filter();
    const auto& key = some_field();
    if (key.sortable && one_in(dice_, 2))
      options.order = {{&key, one_in(dice_, 2) ? Direction::ascending : Direction::descending}};
    options.limit = static_cast<std::uint32_t>(1 + dice_.below(3));
    options.offset = dice_.below(3);
    return [options](Transcript& t) { t.list(entity(), options); };
  }

  Step number() {
    return [condition = filter()](Transcript& t) { t.count(entity(), condition); };
  }

  Step one_row() {
    return [id = some_id()](Transcript& t) { t.get(entity(), id); };
  }

  Step decision() {
    const auto asked = action();
    return [asked, id = some_id()](Transcript& t) {
      t.can(asked, entity(), id);
      t.may_ever(asked, entity());
    };
  }

  Step write() {
    const auto id = some_id();
    if (one_in(dice_, 5)) {
      return [id](Transcript& t) { t.write([id](Session& s) { s.remove(entity(), id); }); };
    }
    const auto& field = some_field();
    if (answers_by_other_fields(field)) return {};
    Patch patch{entity()};
    patch.set(field, some_value(field));
    if (one_in(dice_, 5)) {
      return [patch](Transcript& t) { t.write([&](Session& s) { s.create(patch); }); };
    }
    if (outcome(pair_.first, id, patch) != outcome(pair_.second, id, patch)) return {};
    return [id, patch](Transcript& t) {
      t.write([&](Session& s) { s.update(id, std::nullopt, patch); });
    };
  }

  /// Uniqueness, the steps of a status and the order of two moments hold for hidden values too, and say so to whoever may
  /// write one side of them (docs/security.md, "What Salus cannot promise").
  static bool answers_by_other_fields(const FieldInfo& field) {
    static const std::set<std::string_view> names{
        "mrn", "starts_at", "ends_at", "valid_from", "valid_to", "status"};
    return names.contains(field.name) ||
           std::ranges::any_of(entity().uniques, [&](const UniqueInfo& unique) {
             const auto positions = std::span{unique.positions}.first(unique.count);
             return std::ranges::find(positions, field.position) != positions.end();
           });
  }

  /// What the oracle says of the row that would be written. An authority that hangs on a hidden value shows it when it is
  /// used; that is the rule's doing.
  std::optional<Names> outcome(const Tables& tables, Uuid id, const Patch& patch) const {
    const PolicyOracle oracle{pair_.world.rules, pair_.world.principal, tables, now};
    for (auto row : rows_of<T>(tables)) {
      if (row.value.id.value != id || !oracle.fields(Action::update, row)) continue;
      for (const auto& field : entity().fields()) {
        if (patch.gives(field)) field.store(&row.value, borrow(patch.value(field)));
      }
      return oracle.fields(Action::update, row);
    }
    return std::nullopt;
  }

  SeededRandom& dice_;
  const Pair& pair_;
};

inline std::vector<Step> random_program(SeededRandom& dice, const Pair& pair) {
  std::vector<Step> program;
  Prober<Patient>{dice, pair}.add_to(program);
  Prober<CareRelationship>{dice, pair}.add_to(program);
  Prober<Appointment>{dice, pair}.add_to(program);
  Prober<MedicalRecord>{dice, pair}.add_to(program);
  return program;
}

}  // namespace salus::property

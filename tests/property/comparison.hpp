#pragma once

/// Holds what a session answers against the oracle, and says the first thing that differs.

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "property/random_world.hpp"
#include "support/read_only_backend.hpp"

namespace salus::property {

using Names = std::set<std::string>;

/// What differs, in words; nothing: all agrees.
using Difference = std::optional<std::string>;

inline Names names_of(const EntityInfo& entity, FieldMask mask) {
  Names names;
  for (const auto& field : entity.fields()) {
    if (mask.contains(field)) names.emplace(field.name);
  }
  return names;
}

/// A filter, what it means for a row, and the field that it asks about.
template <class T>
struct Question {
  Expr filter;
  std::string field;
  bool (*holds)(const T&);
};

inline std::vector<Question<Patient>> questions(const Patient*) {
  using P = Patient;
  return {
      {f<&P::sex> == Sex::female, "sex", [](const P& p) { return p.sex == Sex::female; }},
      {f<&P::blood_group> == "A+", "blood_group", [](const P& p) { return p.blood_group == "A+"; }},
      {!(f<&P::blood_group> == "A+"),
       "blood_group",
       [](const P& p) { return p.blood_group != "A+"; }},
      {!is_one_of(f<&P::blood_group>, {"A+", "0+"}),
       "blood_group",
       [](const P& p) { return p.blood_group != "A+"; }},
      {is_null(f<&P::blood_group>), "blood_group", [](const P& p) { return !p.blood_group; }},
      {!is_null(f<&P::blood_group>),
       "blood_group",
       [](const P& p) { return p.blood_group.has_value(); }},
      {json_text(f<&P::insurance>, "provider") == "Acme",
       "insurance",
       [](const P& p) { return p.insurance.text() == R"({"provider":"Acme"})"; }},
      {!(json_text(f<&P::insurance>, "provider") == "Acme"),
       "insurance",
       [](const P& p) { return p.insurance.text() != R"({"provider":"Acme"})"; }},
      {is_null(json_text(f<&P::insurance>, "provider")),
       "insurance",
       [](const P& p) {
         return p.insurance.is_null() || p.insurance.text() == R"({"provider":7})";
       }},
      {has_element(f<&P::allergies>, "nuts"),
       "allergies",
       [](const P& p) {
         return p.allergies.text() == R"(["nuts"])" || p.allergies.text() == R"(["milk","nuts"])";
       }},
      {!has_element(f<&P::allergies>, "nuts"),
       "allergies",
       [](const P& p) {
         return p.allergies.text() != R"(["nuts"])" && p.allergies.text() != R"(["milk","nuts"])";
       }},
      {!(starts_with(f<&P::name>, "Am") || f<&P::name> == "Cleo"), "name", [](const P& p) {
         return p.name != "Amara";
       }}};
}

inline std::vector<Question<CareRelationship>> questions(const CareRelationship*) {
  using R = CareRelationship;
  return {{f<&R::status> != RelationshipStatus::ended,
           "status",
           [](const R& r) { return r.status != RelationshipStatus::ended; }},
          {f<&R::valid_to> > now,
           "valid_to",
           [](const R& r) { return r.valid_to && *r.valid_to > now; }},
          {!(f<&R::valid_to> > now),
           "valid_to",
           [](const R& r) { return !(r.valid_to && *r.valid_to > now); }},
          {!(f<&R::valid_to> > now && f<&R::valid_to> >= now),
           "valid_to",
           [](const R& r) { return !(r.valid_to && *r.valid_to > now); }},
          {contains(f<&R::notes>, "een"), "notes", [](const R& r) { return r.notes.has_value(); }}};
}

inline std::vector<Question<Appointment>> questions(const Appointment*) {
  using A = Appointment;
  return {{f<&A::kind> == AppointmentKind::video,
           "kind",
           [](const A& a) { return a.kind == AppointmentKind::video; }},
          {f<&A::starts_at> < now, "starts_at", [](const A& a) { return a.starts_at < now; }},
          {!(f<&A::starts_at> <= now), "starts_at", [](const A& a) { return a.starts_at > now; }}};
}

inline std::vector<Question<MedicalRecord>> questions(const MedicalRecord*) {
  using M = MedicalRecord;
  return {{f<&M::code> == "I10", "code", [](const M& r) { return r.code == "I10"; }},
          {f<&M::confidentiality> != Confidentiality::normal, "confidentiality", [](const M& r) {
             return r.confidentiality == Confidentiality::restricted;
           }}};
}

/// One session against one oracle.
class Comparison {
 public:
  Comparison(Session& session, const PolicyOracle& oracle) : session_{session}, oracle_{oracle} {}

  Difference of(const Tables& tables) {
    relationships_ = &tables.relationships;
    Difference found = of_rows(tables.relationships);
    if (!found) found = of_rows(tables.patients);
    if (!found) found = related(tables.patients);
    if (!found) found = of_rows(tables.appointments);
    if (!found) found = of_rows(tables.records);
    return found;
  }

 private:
  template <class T>
  struct Seen {
    const Row<T>* row;
    Names fields;
  };

  template <class T>
  Difference of_rows(const std::vector<Row<T>>& rows) {
    Difference found = list(rows, {}, "a list");
    if (!found) found = list(rows, {.limit = 500}, "a page");
    if (!found) found = orders(rows);
    if (!found) found = counts(rows);
    for (const auto& row : rows) {
      if (!found) found = decision(row);
    }
    if (found) *found = std::string{entity_info<T>().name} + ": " + *found;
    return found;
  }

  /// The rows that the oracle lets be read, by id.
  template <class T>
  std::vector<Seen<T>> seen(const std::vector<Row<T>>& rows) const {
    std::vector<Seen<T>> all;
    for (const auto& row : rows) {
      if (auto fields = oracle_.fields(Action::read, row))
        all.push_back({&row, *std::move(fields)});
    }
    std::ranges::sort(all, {}, [](const Seen<T>& one) { return one.row->value.id; });
    return all;
  }

  template <class T>
  Difference list(const std::vector<Row<T>>& rows, ListOptions options, const std::string& what) {
    const auto expected = seen(rows);
    std::size_t at = 0;
    bool agrees = true;
    session_.for_each(entity_info<T>(), std::move(options), [&](const RowView& row) {
      agrees = agrees && at < expected.size() && shows(row, expected[at]);
      ++at;
    });
    if (agrees && at == expected.size()) return {};
    return what + " has other rows, fields or values than it should";
  }

  template <class T>
  bool shows(const RowView& row, const Seen<T>& expected) const {
    const auto& entity = entity_info<T>();
    if (row.id() != expected.row->value.id.value ||
        names_of(entity, row.facts.readable) != expected.fields)
      return false;
    return std::ranges::all_of(entity.fields(), [&](const FieldInfo& field) {
      const Cell& cell = row[field];
      if (!row.facts.shows(field)) return is_null(cell);
      return compare(cell, borrow(field.load(&expected.row->value))) == 0;
    });
  }

  /// By a field that some row would hide there is no order.
  template <class T>
  Difference orders(const std::vector<Row<T>>& rows) {
    const auto expected = seen(rows);
    for (const auto& field : entity_info<T>().fields()) {
      if (!field.sortable) continue;
      const bool hidden = std::ranges::any_of(
          expected, [&](const auto& row) { return !row.fields.contains(std::string{field.name}); });
      if (hidden && is_accepted<T>({.order = {{&field}}, .limit = 1}))
        return "an order by the hidden field " + std::string{field.name};
    }
    return {};
  }

  template <class T>
  bool is_accepted(ListOptions options) {
    try {
      session_.for_each(entity_info<T>(), std::move(options), [](const RowView&) {});
      return true;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::forbidden) throw;
      return false;
    }
  }

  template <class T>
  Difference counts(const std::vector<Row<T>>& rows) {
    for (const auto& question : questions(static_cast<const T*>(nullptr))) {
      std::uint64_t expected = 0;
      for (const auto& row : rows) {
        const auto fields = oracle_.fields(Action::read, row);
        if (fields && fields->contains(question.field) && question.holds(row.value)) ++expected;
      }
      if (count<T>(question.filter) != expected)
        return "a count with a filter by " + question.field;
    }
    return {};
  }

  /// A field that is never shown may not be asked about; then no row may show it.
  template <class T>
  std::uint64_t count(const Expr& filter) {
    return count_or_refusal<T>(filter).value_or(0);
  }

  template <class T>
  std::optional<std::uint64_t> count_or_refusal(const Expr& filter) {
    try {
      return session_.count<T>(where(filter));
    } catch (const Error& error) {
      if (error.code() != ErrorCode::forbidden) throw;
      return std::nullopt;
    }
  }

  template <class T>
  Difference decision(const Row<T>& row) {
    const auto read = oracle_.fields(Action::read, row);
    const auto update = oracle_.fields(Action::update, row);
    const auto remove = oracle_.fields(Action::remove, row);
    if (!agrees(session_.can<Action::read>(row.value.id), read, entity_info<T>()))
      return "the decision to read";
    if (!agrees(session_.can<Action::update>(row.value.id), update, entity_info<T>()))
      return "the decision to update";
    const auto got = session_.get(row.value.id);
    if (got.has_value() != read.has_value()) return "a row by its id";
    if (!got) return {};
    if (names_of(entity_info<T>(), got->facts().readable) != *read)
      return "the fields of a row by its id";
    if (got->can(Action::update) != update.has_value() ||
        got->can(Action::remove) != remove.has_value())
      return "what a row that was read says may be done with it";
    return {};
  }

  static bool agrees(const Decision& decision, const std::optional<Names>& expected,
                     const EntityInfo& entity) {
    if (decision.allowed() != expected.has_value()) return false;
    return !expected || names_of(entity, decision.fields()) == *expected;
  }

  /// Through a relation one sees related rows only as far as one may read them.
  Difference related(const std::vector<Row<Patient>>& rows) {
    const Expr has_active = exists<&Patient::id, &CareRelationship::patient>(
        f<&CareRelationship::status> == RelationshipStatus::active);
    std::uint64_t with = 0;
    std::uint64_t without = 0;
    for (const auto& row : rows) {
      if (oracle_.fields(Action::read, row)) (is_known_active(row.value.id) ? with : without) += 1;
    }
    if (count<Patient>(has_active) != with) return "patient: a count through a relation";
    if (count_or_refusal<Patient>(!has_active).value_or(without) != without)
      return "patient: a count of those without a relation";
    return {};
  }

  bool is_known_active(Id<Patient> patient) const {
    return std::ranges::any_of(*relationships_, [&](const Row<CareRelationship>& row) {
      const auto fields = oracle_.fields(Action::read, row);
      return fields && fields->contains("patient") && fields->contains("status") &&
             row.value.patient == patient && row.value.status == RelationshipStatus::active;
    });
  }

  Session& session_;
  const PolicyOracle& oracle_;
  const std::vector<Row<CareRelationship>>* relationships_ = nullptr;
};

/// What a world that was stored answers otherwise than the oracle.
inline Difference difference_in(const std::shared_ptr<test::ReadOnlyBackend>& backend,
                                const RandomWorld& world) {
  const Clinic clinic = open_world(backend, world);
  Session session = clinic.act_as(world.principal);
  const auto rules = world.rules_in_force();
  const PolicyOracle oracle{rules, world.principal, world.home.tables, now};
  return Comparison{session, oracle}.of(world.home.tables);
}

}  // namespace salus::property

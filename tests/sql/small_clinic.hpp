#pragma once

/// Entities with few columns, so that a rendered text can be read.

#include <optional>
#include <string>

#include "salus/query/column.hpp"
#include "salus/query/select.hpp"
#include "salus/schema/snapshot.hpp"

namespace small_clinic {

using salus::Id;
using salus::Timestamp;

struct Doctor;
struct Patient;

enum class VisitStatus : std::uint8_t { planned, done };

struct Visit {
  Id<Visit> id;
  Id<Patient> patient;
  std::string reason;
  VisitStatus status = VisitStatus::planned;
  std::optional<Timestamp> ended_at;
};

struct Bond {
  Id<Bond> id;
  Id<Doctor> doctor;
  Id<Patient> patient;
  std::optional<Timestamp> valid_to;
};

struct Organization;

struct Note {
  Id<Organization> organization_id;
  std::int64_t number = 0;
  std::string text;
};

struct Form {
  Id<Form> id;
  salus::Json answers;
};

}  // namespace small_clinic

template <>
struct salus::Describe<small_clinic::Visit> {
  using Visit = small_clinic::Visit;
  static constexpr auto fields = salus::entity<Visit>(
      "visit", "visits", field<&Visit::id>("id", primary_key),
      field<&Visit::patient>("patient", filterable),
      field<&Visit::reason>("reason", ignores_case, filterable), field<&Visit::status>("status"),
      field<&Visit::ended_at>("ended_at", sortable));
  static constexpr auto entity = fields.unique_together<&Visit::patient>(
      "visit_planned_once", fields.while_<&Visit::status>(small_clinic::VisitStatus::planned));
};

template <>
struct salus::Describe<small_clinic::Bond> {
  using Bond = small_clinic::Bond;
  static constexpr auto entity = salus::entity<Bond>(
      "bond", "bonds", field<&Bond::id>("id", primary_key), field<&Bond::doctor>("doctor"),
      field<&Bond::patient>("patient"), field<&Bond::valid_to>("valid_to"));
};

template <>
struct salus::Describe<small_clinic::Form> {
  using Form = small_clinic::Form;
  static constexpr auto entity = salus::entity<Form>(
      "form", "forms", field<&Form::id>("id", primary_key), field<&Form::answers>("answers"));
};

template <>
struct salus::Describe<small_clinic::Note> {
  using Note = small_clinic::Note;
  static constexpr auto entity =
      salus::entity<Note>("note", "", field<&Note::organization_id>("organization_id", primary_key),
                          field<&Note::number>("number", primary_key), field<&Note::text>("text"))
          .without_row_metadata()
          .append_only();
};

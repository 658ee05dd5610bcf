#pragma once

/// Who cares for whom, in what way and from when to when: the row that opens a patient's data to a
/// doctor, and closes it again.

#include <array>
#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/query/filter.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct Doctor;
struct Patient;

enum class RelationshipType : std::uint8_t {
  primary_care,
  specialist_referral,
  temporary,
  covering,
  emergency
};
enum class RelationshipStatus : std::uint8_t { active, ended };

/// FHIR: CareTeam participant. REST name: mapping. Valid during [valid_from, valid_to).
struct CareRelationship {
  Id<CareRelationship> id;
  Id<Doctor> doctor;
  Id<Patient> patient;
  RelationshipType relationship_type = RelationshipType::primary_care;
  std::optional<Date> established_on;
  std::optional<Timestamp> valid_from;  ///< Left out on creation: now.
  std::optional<Timestamp> valid_to;    ///< Missing: until further notice.
  std::optional<std::string> referral_source;
  std::optional<Id<Doctor>> referred_by;
  RelationshipStatus status = RelationshipStatus::active;
  std::optional<std::string> notes;
  Json metadata = Json::empty_object();
};

template <>
struct Describe<CareRelationship> {
  static constexpr auto fields = salus::entity<CareRelationship>(
      "care_relationship", "mappings", field<&CareRelationship::id>("id", primary_key, read_only),
      field<&CareRelationship::doctor>("doctor", required, compartment, filterable),
      field<&CareRelationship::patient>("patient", required, compartment, filterable),
      field<&CareRelationship::relationship_type>("relationship_type", filterable),
      field<&CareRelationship::established_on>("established_on", defaults_to_now, sortable),
      field<&CareRelationship::valid_from>("valid_from", defaults_to_now, sortable),
      field<&CareRelationship::valid_to>("valid_to", sortable),
      field<&CareRelationship::referral_source>("referral_source", max_length{200}),
      field<&CareRelationship::referred_by>("referred_by"),
      field<&CareRelationship::status>("status", filterable),
      field<&CareRelationship::notes>("notes", phi, max_length{4000}),
      field<&CareRelationship::metadata>("metadata"));

  static constexpr auto entity =
      fields
          .unique_together<&CareRelationship::doctor, &CareRelationship::patient,
                           &CareRelationship::relationship_type>(
              "care_relationship_active_once",
              fields.while_<&CareRelationship::status>(RelationshipStatus::active))
          .check("ends_before_start", "valid_to", "A relationship must end after it starts.",
                 [](const CareRelationship& relationship) {
                   return !relationship.valid_from || !relationship.valid_to ||
                          *relationship.valid_from < *relationship.valid_to;
                 });
};

template <>
struct Filters<CareRelationship> {
  static constexpr std::array filters{
      filter<Id<Doctor>>("doctor_id", "Of this doctor.",
                         [](Id<Doctor> id) { return f<&CareRelationship::doctor> == id; }),
      filter<Id<Patient>>("patient_id", "Of this patient.",
                          [](Id<Patient> id) { return f<&CareRelationship::patient> == id; }),
      filter<DayRange>("active_on", "Active and valid at some moment of this day.",
                       [](DayRange day) {
                         return f<&CareRelationship::status> == RelationshipStatus::active &&
                                f<&CareRelationship::valid_from> < day.end &&
                                (is_null(f<&CareRelationship::valid_to>) ||
                                 f<&CareRelationship::valid_to> > day.begin);
                       }),
      filter<DayRange>("created_after", "Entered on this day or later.",
                       [](DayRange day) {
                         return expr::compare(Operator::greater_or_equal,
                                              entity_info<CareRelationship>().created_at(),
                                              day.begin);
                       }),
      filter<DayRange>("created_before", "Entered on this day or earlier.",
                       [](DayRange day) {
                         return expr::compare(
                             Operator::less, entity_info<CareRelationship>().created_at(), day.end);
                       }),
  };
};

}  // namespace salus

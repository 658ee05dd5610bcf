#pragma once

/// One entry of a patient's record: what was found, given or done, and who says so.

#include <array>
#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/domain/appointment.hpp"
#include "salus/domain/doctor.hpp"
#include "salus/domain/patient.hpp"
#include "salus/query/filter.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

enum class RecordType : std::uint8_t {
  diagnosis,
  allergy,
  medication,
  lab_result,
  vital,
  immunization,
  procedure,
  note,
  document
};
enum class RecordStatus : std::uint8_t { active, amended, entered_in_error };

/// http://hl7.org/fhir/R4/v3/ConfidentialityClassification/vs.html
enum class Confidentiality : std::uint8_t { normal, restricted };

/// FHIR: Condition, AllergyIntolerance, MedicationStatement, Observation, Immunization, Procedure or
/// DocumentReference, by `record_type`. Never changed once written: an update adds an amendment that
/// supersedes it, a removal marks it as entered in error.
struct MedicalRecord {
  Id<MedicalRecord> id;
  Id<Patient> patient;
  Id<Doctor> author;
  std::optional<Id<Appointment>> appointment;
  RecordType record_type = RecordType::note;
  std::optional<std::string> code_system;
  std::optional<std::string> code;
  std::string title;
  std::optional<std::string> body;
  Json data;
  std::optional<Timestamp> recorded_at;  ///< Left out on creation: now.
  RecordStatus status = RecordStatus::active;
  std::optional<Id<MedicalRecord>> amends;    ///< The record that this one supersedes.
  std::optional<Id<MedicalRecord>> original;  ///< The first of all that it supersedes.
  Confidentiality confidentiality = Confidentiality::normal;
  Json metadata = Json::empty_object();
};

template <>
struct Describe<MedicalRecord> {
  static constexpr auto entity =
      salus::entity<MedicalRecord>(
          "medical_record", "records", field<&MedicalRecord::id>("id", primary_key, read_only),
          field<&MedicalRecord::patient>("patient", required, compartment, filterable),
          field<&MedicalRecord::author>("author", required, compartment, filterable),
          field<&MedicalRecord::appointment>("appointment", filterable),
          field<&MedicalRecord::record_type>("record_type", required, filterable),
          field<&MedicalRecord::code_system>("code_system", max_length{200}),
          field<&MedicalRecord::code>("code", phi, filterable, searchable, max_length{100}),
          field<&MedicalRecord::title>("title", required, phi, searchable, max_length{200}),
          field<&MedicalRecord::body>("body", phi, max_length{100000}),
          field<&MedicalRecord::data>("data", phi),
          field<&MedicalRecord::recorded_at>("recorded_at", defaults_to_now, sortable),
          field<&MedicalRecord::status>("status", read_only, filterable),
          field<&MedicalRecord::amends>("amends", read_only),
          field<&MedicalRecord::original>("original", read_only, filterable),
          field<&MedicalRecord::confidentiality>("confidentiality"),
          field<&MedicalRecord::metadata>("metadata"))
          .amended_through<&MedicalRecord::amends, &MedicalRecord::original,
                           &MedicalRecord::status>(RecordStatus::active, RecordStatus::amended)
          .removed_as<&MedicalRecord::status>(RecordStatus::entered_in_error);
};

template <>
struct Filters<MedicalRecord> {
  static constexpr std::array filters{
      filter<Id<Patient>>("patient_id", "About this patient.",
                          [](Id<Patient> id) { return f<&MedicalRecord::patient> == id; }),
      filter<Id<Doctor>>("author_id", "Written by this doctor.",
                         [](Id<Doctor> id) { return f<&MedicalRecord::author> == id; }),
      filter<Id<Appointment>>(
          "appointment_id", "Written at this appointment.",
          [](Id<Appointment> id) { return f<&MedicalRecord::appointment> == id; }),
      repeatable(filter<RecordType>(
          "record_type", "Of this type.",
          [](RecordType type) { return f<&MedicalRecord::record_type> == type; })),
      filter<Timestamp>("recorded_after", "Recorded at this moment or later.",
                        [](Timestamp at) { return f<&MedicalRecord::recorded_at> >= at; }),
      filter<Timestamp>("recorded_before", "Recorded at this moment or earlier.",
                        [](Timestamp at) { return f<&MedicalRecord::recorded_at> <= at; }),
  };
};

}  // namespace salus

#pragma once

/// A patient of the organization.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/domain/care_relationship.hpp"
#include "salus/domain/source_identifier.hpp"
#include "salus/domain/user.hpp"
#include "salus/query/filter.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

/// http://hl7.org/fhir/R4/valueset-administrative-gender.html
enum class Sex : std::uint8_t { male, female, other, unknown };

/// FHIR: Patient.
struct Patient {
  Id<Patient> id;
  std::optional<Id<User>> user;  ///< The account they log in with.
  std::string name;  ///< In full. Family and given name are split from it when left out.
  std::optional<std::string> family_name;
  std::optional<std::string> given_name;
  Date birth_date{};
  Sex sex = Sex::unknown;
  std::string mrn;  ///< Medical record number, unique in the organization.
  std::optional<std::string> phone_number;
  std::optional<std::string> email;
  std::optional<std::string> address;
  std::optional<std::string> blood_group;
  Json medical_history = Json::empty_list();
  Json current_medications = Json::empty_list();  ///< By custom {name, dose, since}.
  Json allergies = Json::empty_list();
  Json insurance;  ///< By custom {provider, policy_number, group?, valid_from, valid_to}.
  Json emergency_contact;
  std::optional<Timestamp> deceased_at;
  std::vector<SourceIdentifier> identifiers;
  Json metadata = Json::empty_object();
};

/// Splits a full name at its last space, as a form without separate fields must.
inline void split_name(Patient& patient) {
  if (patient.family_name || patient.given_name) return;
  const auto space = patient.name.rfind(' ');
  patient.family_name = patient.name.substr(space == std::string::npos ? 0 : space + 1);
  if (space != std::string::npos) patient.given_name = patient.name.substr(0, space);
}

template <>
struct Describe<Patient> {
  static constexpr auto entity =
      salus::entity<Patient>(
          "patient", "patients", field<&Patient::id>("id", primary_key, read_only, compartment),
          field<&Patient::user>("user", unique),
          field<&Patient::name>("name", required, phi, sortable, searchable, max_length{200}),
          field<&Patient::family_name>("family_name", phi, filterable, sortable, searchable,
                                       max_length{200}),
          field<&Patient::given_name>("given_name", phi, sortable, searchable, max_length{200}),
          field<&Patient::birth_date>("birth_date", required, phi, filterable, sortable),
          field<&Patient::sex>("sex", required, phi, filterable, sortable),
          field<&Patient::mrn>("mrn", required, unique, phi, filterable, sortable, searchable,
                               max_length{64}, label{"MRN"}),
          field<&Patient::phone_number>("phone_number", phi, searchable, max_length{50}),
          field<&Patient::email>("email", phi, searchable, email_address, max_length{254}),
          field<&Patient::address>("address", phi, max_length{500}),
          field<&Patient::blood_group>("blood_group", phi, max_length{10}),
          field<&Patient::medical_history>("medical_history", phi),
          field<&Patient::current_medications>("current_medications", phi),
          field<&Patient::allergies>("allergies", phi),
          field<&Patient::insurance>("insurance", phi),
          field<&Patient::emergency_contact>("emergency_contact", phi),
          field<&Patient::deceased_at>("deceased_at", phi),
          field<&Patient::identifiers>("identifiers", phi), field<&Patient::metadata>("metadata"))
          .derive<split_name, &Patient::family_name, &Patient::given_name>();
};

template <>
struct Filters<Patient> {
  static constexpr std::array filters{
      filter<Id<Doctor>>("doctor_id", "In an active care relationship with this doctor.",
                         [](Id<Doctor> id) {
                           return exists<&Patient::id, &CareRelationship::patient>(
                               f<&CareRelationship::doctor> == id &&
                               f<&CareRelationship::status> == RelationshipStatus::active);
                         }),
      filter<std::string>(
          "name", "With this in the name, whatever the case of its letters.",
          [](const std::string& part) { return contains_ignoring_case(f<&Patient::name>, part); }),
      filter<std::string>("insurance_provider", "Insured by this provider, spelled so.",
                          [](const std::string& provider) {
                            return json_text(f<&Patient::insurance>, "provider") == provider;
                          }),
      filter<Date>("born_after", "Born on this day or later.",
                   [](Date day) { return f<&Patient::birth_date> >= day; }),
      filter<Date>("born_before", "Born on this day or earlier.",
                   [](Date day) { return f<&Patient::birth_date> <= day; }),
  };
};

}  // namespace salus

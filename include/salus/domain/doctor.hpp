#pragma once

/// A doctor of the organization.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/domain/availability.hpp"
#include "salus/domain/source_identifier.hpp"
#include "salus/domain/user.hpp"
#include "salus/query/filter.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

/// FHIR: Practitioner with their PractitionerRole.
struct Doctor {
  Id<Doctor> id;
  std::optional<Id<User>> user;  ///< The account they log in with.
  std::string name;
  std::string specialization;
  std::optional<std::string> location;
  std::optional<std::string> phone_number;
  std::optional<std::string> email;
  std::optional<std::string> license_number;
  Json credentials = Json::empty_list();  ///< By custom {title, institution, year, expires?}.
  std::vector<std::string> languages;
  std::vector<Availability> availability;
  std::vector<TimeOff> time_off;
  bool accepting_patients = true;
  std::optional<std::string> bio;
  std::vector<SourceIdentifier> identifiers;
  Json metadata = Json::empty_object();
};

template <>
struct Describe<Doctor> {
  static constexpr auto entity = salus::entity<Doctor>(
      "doctor", "doctors", field<&Doctor::id>("id", primary_key, read_only, compartment),
      field<&Doctor::user>("user", unique),
      field<&Doctor::name>("name", required, sortable, searchable, max_length{200}),
      field<&Doctor::specialization>("specialization", required, ignores_case, filterable, sortable,
                                     searchable, max_length{100}),
      field<&Doctor::location>("location", filterable, searchable, max_length{200}),
      field<&Doctor::phone_number>("phone_number", max_length{50}),
      field<&Doctor::email>("email", email_address, max_length{254}),
      field<&Doctor::license_number>("license_number", max_length{100}),
      field<&Doctor::credentials>("credentials"),
      field<&Doctor::languages>("languages", max_length{100}),
      field<&Doctor::availability>("availability"), field<&Doctor::time_off>("time_off"),
      field<&Doctor::accepting_patients>("accepting_patients", filterable),
      field<&Doctor::bio>("bio", max_length{4000}), field<&Doctor::identifiers>("identifiers"),
      field<&Doctor::metadata>("metadata"));
};

template <>
struct Filters<Doctor> {
  static constexpr std::array filters{
      filter<std::string>("language", "Speaking this language, as their card spells it.",
                          [](const std::string& language) {
                            return has_element(f<&Doctor::languages>, language);
                          }),
  };
};

}  // namespace salus

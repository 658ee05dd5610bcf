#pragma once

/// The review of an emergency access: it stays open until somebody has judged it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/domain/care_relationship.hpp"
#include "salus/domain/doctor.hpp"
#include "salus/domain/patient.hpp"
#include "salus/query/filter.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

enum class AccessReviewStatus : std::uint8_t { open, justified, unjustified };

/// Made with each `Session::break_glass`, and by nothing else. Who judged it is in the journal.
struct AccessReview {
  Id<AccessReview> id;
  Id<CareRelationship> care_relationship;  ///< What the emergency opened, and until when.
  Id<Doctor> doctor;
  Id<Patient> patient;
  std::string reason;  ///< In the doctor's words.
  AccessReviewStatus status = AccessReviewStatus::open;
  std::optional<std::string> comment;  ///< Of the reviewer.
  Json metadata = Json::empty_object();
};

template <>
struct Describe<AccessReview> {
  static constexpr auto entity =
      salus::entity<AccessReview>(
          "access_review", "access-reviews", field<&AccessReview::id>("id", primary_key, read_only),
          field<&AccessReview::care_relationship>("care_relationship", required, filterable),
          field<&AccessReview::doctor>("doctor", required, compartment, filterable),
          field<&AccessReview::patient>("patient", required, compartment, filterable),
          field<&AccessReview::reason>("reason", required, phi, max_length{1000}),
          field<&AccessReview::status>("status", filterable),
          field<&AccessReview::comment>("comment", phi, max_length{1000}),
          field<&AccessReview::metadata>("metadata"))
          .check_change("judged_already", "status", "A judgement is not taken back.",
                        [](const AccessReview& before, const AccessReview& after) {
                          return before.status == after.status ||
                                 before.status == AccessReviewStatus::open;
                        });
};

template <>
struct Filters<AccessReview> {
  static constexpr std::array filters{
      filter<Id<Doctor>>("doctor_id", "Of this doctor.",
                         [](Id<Doctor> id) { return f<&AccessReview::doctor> == id; }),
      filter<Id<Patient>>("patient_id", "About this patient.",
                          [](Id<Patient> id) { return f<&AccessReview::patient> == id; }),
  };
};

}  // namespace salus

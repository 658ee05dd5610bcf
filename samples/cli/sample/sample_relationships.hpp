#pragma once

/// Who cares for whom in the sample clinic, from when to when.

#include <span>

#include "salus/domain/care_relationship.hpp"
#include "salus/domain/doctor.hpp"
#include "salus/domain/patient.hpp"
#include "salus/service/session.hpp"

namespace salus::cli {

struct PatientOnFile {
  Id<Patient> id;
  Date birth_date;
};

/// Relationships that are worth showing.
struct KnownRelationships {
  Id<CareRelationship> of_the_first_two;  ///< The first doctor and the first patient.
  Id<Patient> left_yesterday;
  Id<Patient> comes_tomorrow;
};

/// Primary care, referrals to specialists with their referring doctor, two doctors who cover for a
/// colleague (one of them until last week), an emergency that is under way; and of the first doctor, one that
/// ended yesterday and one that begins tomorrow.
KnownRelationships add_relationships(Session& session, std::span<const Id<Doctor>> doctors,
                                     std::span<const PatientOnFile> patients, Timestamp now);

}  // namespace salus::cli

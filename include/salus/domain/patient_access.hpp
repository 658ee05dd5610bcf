#pragma once

/// Who has seen a patient's data, by the hour: the accounting of disclosures (45 CFR 164.528) without a
/// walk through the whole journal.

#include <string>

#include "salus/domain/journal_entry.hpp"
#include "salus/domain/patient.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct Organization;
struct User;

/// In this hour somebody read or wrote data of this patient, or was refused it; the journal has what it
/// was. Added in the transaction of the journal's entry, never changed, never routed.
struct PatientAccess {
  Id<Organization> organization_id;
  Id<Patient> patient;
  Timestamp hour{};       ///< Its beginning, UTC.
  Id<User> actor;         ///< The nil UUID (RFC 9562 §5.9) for a system principal.
  std::string acting_as;  ///< As in the journal's entry, and so is the outcome.
  JournalOutcome outcome = JournalOutcome::allowed;
};

template <>
struct Describe<PatientAccess> {
  static constexpr auto entity =
      salus::entity<PatientAccess>(
          "patient_access", "",
          field<&PatientAccess::organization_id>("organization_id", primary_key),
          field<&PatientAccess::patient>("patient", primary_key, compartment),
          field<&PatientAccess::hour>("hour", primary_key),
          field<&PatientAccess::actor>("actor", primary_key),
          field<&PatientAccess::acting_as>("acting_as", primary_key),
          field<&PatientAccess::outcome>("outcome", primary_key))
          .without_row_metadata()
          .append_only();
};

}  // namespace salus

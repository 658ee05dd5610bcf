#pragma once

/// Salus's own entities.

#include "salus/domain/access_level.hpp"
#include "salus/domain/access_review.hpp"
#include "salus/domain/access_rule.hpp"
#include "salus/domain/appointment.hpp"
#include "salus/domain/care_relationship.hpp"
#include "salus/domain/doctor.hpp"
#include "salus/domain/idempotency_key.hpp"
#include "salus/domain/identifier.hpp"
#include "salus/domain/journal_entry.hpp"
#include "salus/domain/medical_record.hpp"
#include "salus/domain/organization.hpp"
#include "salus/domain/patient.hpp"
#include "salus/domain/patient_access.hpp"
#include "salus/domain/policy_revision.hpp"
#include "salus/domain/signing_key.hpp"
#include "salus/domain/throttle.hpp"
#include "salus/domain/token_family.hpp"
#include "salus/domain/user.hpp"
#include "salus/domain/word_token.hpp"
#include "salus/query/catalog.hpp"

namespace salus {

/// Every entity that Salus brings, in the order in which they refer to each other. A vendor adds
/// their own: `domain_catalog().with<Ward>()`.
inline Catalog domain_catalog() {
  Catalog catalog;
  catalog.add<Organization>().add<AccessLevel>().add<AccessRule>().add<User>();
  catalog.add<Doctor>().add<Patient>().add<CareRelationship>().add<AccessReview>();
  catalog.add<Appointment>().add<MedicalRecord>();
  catalog.add<SigningKey>().add<TokenFamily>().add<Throttle>().add<IdempotencyKey>();
  catalog.add<PolicyRevision>().add<Identifier>().add<WordToken>();
  catalog.add<JournalEntry>().add<PatientAccess>();
  return catalog;
}

}  // namespace salus

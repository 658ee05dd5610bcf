#include <string>

#include "salus/domain/access_review.hpp"
#include "salus/service/no_such_row.hpp"

#include "session_implementation.hpp"

namespace salus {

namespace {

void require_good(const EmergencyAccess& request) {
  Issues issues;
  if (request.reason.find_first_not_of(" \t\r\n") == std::string::npos)
    issues.add("reason", "required", "This field may not be blank.");
  if (request.duration <= std::chrono::minutes{0} || request.duration > EmergencyAccess::longest)
    issues.add("duration", "out_of_range", "An emergency lasts between a minute and a day.");
  if (!issues.empty()) throw Error{std::move(issues)};
}

Patch relationship_of(Id<Doctor> doctor, Id<Patient> patient, Timestamp from, Timestamp to) {
  Patch patch{entity_info<CareRelationship>()};
  patch.set(field_info<&CareRelationship::doctor>(), doctor.value);
  patch.set(field_info<&CareRelationship::patient>(), patient.value);
  patch.set(field_info<&CareRelationship::relationship_type>(),
            std::string{to_name(RelationshipType::emergency)});
  patch.set(field_info<&CareRelationship::valid_from>(), from);
  patch.set(field_info<&CareRelationship::valid_to>(), to);
  return patch;
}

Patch review_of(Uuid relationship, Id<Doctor> doctor, Id<Patient> patient,
                const std::string& reason) {
  Patch patch{entity_info<AccessReview>()};
  patch.set(field_info<&AccessReview::care_relationship>(), relationship);
  patch.set(field_info<&AccessReview::doctor>(), doctor.value);
  patch.set(field_info<&AccessReview::patient>(), patient.value);
  patch.set(field_info<&AccessReview::reason>(), reason);
  return patch;
}

}  // namespace

Record Session::Implementation::break_glass(Id<Patient> patient, const EmergencyAccess& request) {
  require_good(request);
  follow_policy();
  const auto& patients = entity_info<Patient>();
  if (!principal().doctor || entitlements_.plan(Action::break_glass, patients).reaches_nothing()) {
    throw Error{ErrorCode::forbidden, "You may not break the glass."};
  }
  const auto doctor = *principal().doctor;
  Record opened;
  run_in_transaction([&] {
    const auto call_time = now();
    as_emergency([&] {
      if (!find(Action::break_glass, patients, patient.value, call_time))
        throw no_such_row(patients);
      Implementation emergency{*this, emergency_of(principal())};
      emergency.end_earlier_emergencies(doctor, patient);
      opened = emergency.create(
          relationship_of(doctor, patient, call_time, call_time + request.duration));
      emergency.create(review_of(opened.id(), doctor, patient, request.reason));
      journal_.adopt(emergency.journal_);
    });
    get(*opened.entity, opened.id(), [&opened](const RowView& row) { opened = Record{row}; });
  });
  return opened;
}

/// One is active at a time: a new one replaces what is left of the one before.
void Session::Implementation::end_earlier_emergencies(Id<Doctor> doctor, Id<Patient> patient) {
  const auto& entity = entity_info<CareRelationship>();
  ListOptions earlier;
  earlier.filter = f<&CareRelationship::doctor> == doctor &&
                   f<&CareRelationship::patient> == patient &&
                   f<&CareRelationship::relationship_type> == RelationshipType::emergency &&
                   f<&CareRelationship::status> == RelationshipStatus::active;
  std::vector<Uuid> ids;
  for_each(entity, std::move(earlier), [&ids](const RowView& row) { ids.push_back(row.id()); });
  Patch ended{entity};
  ended.set(field_info<&CareRelationship::status>(),
            std::string{to_name(RelationshipStatus::ended)});
  for (const auto id : ids) update(id, std::nullopt, ended);
}

}  // namespace salus

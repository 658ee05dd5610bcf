#pragma once

/// Entries of the journal as FHIR R4 AuditEvent resources (http://hl7.org/fhir/R4/auditevent.html).

#include <string>
#include <string_view>

#include "salus/core/export.hpp"
#include "salus/domain/journal_entry.hpp"

namespace salus::fhir_r4 {

/// Appends one AuditEvent as JSON, in one line. What the entry changed or was asked for is left out: an
/// AuditEvent says that something was done, not what the data are. `observer` names the system that
/// wrote the journal, such as "riverside-clinic".
///
/// The codes: `type` from DICOM PS3.16 and http://terminology.hl7.org/CodeSystem/audit-event-type, `subtype`
/// from http://hl7.org/fhir/restful-interaction and DICOM; an emergency has the purpose of use `BTG`.
SALUS_EXPORT void append_audit_event(std::string& json, const JournalEntry& entry,
                                     std::string_view observer);

}  // namespace salus::fhir_r4

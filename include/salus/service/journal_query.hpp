#pragma once

/// Questions to the journal.
///
/// @code
/// // Who has seen this patient, by the hour: of the patient too.
/// session.list<PatientAccess>(where(f<&PatientAccess::patient> == patient));
/// // And what it was that this user did to their data.
/// session.list<JournalEntry>(where(journal_filter(session, {.actor = user, .patient = patient})), limit(50));
/// @endcode

#include <optional>
#include <string>

#include "salus/core/export.hpp"
#include "salus/domain/journal_entry.hpp"
#include "salus/service/session.hpp"

namespace salus {

/// Which entries; what is not given does not narrow.
struct JournalQuery {
  std::optional<Id<User>> actor{};
  std::optional<Id<Patient>> patient{};  ///< Whose data was read, written or refused.
  std::string entity{};                  ///< "medical_record"
  std::optional<Uuid> row{};
  std::string action{};  ///< "read", "search", "create", "log_in" …
  std::optional<JournalOutcome> outcome{};
  std::optional<Timestamp> from{};
  std::optional<Timestamp> to{};  ///< Not included.
};

/// The filter of a list of `JournalEntry`. A patient's entries are looked for in the hours in which the
/// patient's data was touched, so `session` must be one that may list `PatientAccess`.
SALUS_EXPORT Expr journal_filter(Session& session, const JournalQuery& query);

}  // namespace salus

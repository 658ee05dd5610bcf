#pragma once

/// Reading and verifying the tamper-evident journal.
///
/// Each write has one entry, in the transaction of the write, chained by
/// @code
/// hash = SHA-256("salus.journal.1" ‖ header fields ‖ previous entry's hash ‖ SHA-256(body))
/// @endcode
/// Every header field is preceded by its length as 8 bytes, big-endian. A body is a format byte (1),
/// 16 bytes of salt and canonical JSON `{"after":{…},"before":{…}}` of the changed fields.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "salus/core/export.hpp"
#include "salus/domain/journal_entry.hpp"
#include "salus/service/session.hpp"

namespace salus {

/// The first entry of a stream that is not as it was written.
struct BrokenEntry {
  std::int32_t stream = 0;
  std::int64_t sequence = 0;
  std::string reason;
};

struct JournalReport {
  std::uint64_t entries = 0;  ///< Verified.
  std::uint64_t streams = 0;
  std::optional<BrokenEntry> broken;
};

/// Recomputes the whole chain. `session` must be one that may read the journal
/// (`clinic.act_as_system(Role::auditor)`, or an administrator). `progress` is told the number of
/// entries from time to time. A tail that was cut off cannot be seen from inside the database.
SALUS_EXPORT JournalReport verify_journal(Session& session,
                                          const std::function<void(std::uint64_t)>& progress = {});

/// The body of an entry as JSON text, or nothing if it was destroyed.
SALUS_EXPORT std::optional<std::string> journal_body_json(const JournalEntry& entry);

}  // namespace salus

#pragma once

/// Verifying the tamper-evident journal.
///
/// @code
/// const auto report = verify_journal(clinic, {.anchors = anchors});
/// for (const auto& broken : report.broken) alarm(broken.stream, broken.sequence, broken.reason);
/// @endcode
///
/// docs/journal.md has what is written, what it guarantees, and the format of the chain, byte by byte.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "salus/core/export.hpp"
#include "salus/domain/journal_entry.hpp"
#include "salus/service/clinic.hpp"
#include "salus/service/journal_anchor.hpp"

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
  std::uint64_t destroyed_bodies = 0;  ///< Entries whose chain holds, and whose body is gone.
  std::vector<BrokenEntry> broken;     ///< By stream; empty: the journal is whole.
  /// Programs that began to write entries of reads and have not told that they ended: they run, or they
  /// crashed and may have lost what `JournalOptions::longest_delay` held.
  std::uint64_t unended_programs = 0;

  bool is_whole() const { return broken.empty(); }
};

struct JournalVerification {
  /// What the journal must still contain. An anchor that another organization signed is `invalid_input`.
  std::vector<JournalAnchor> anchors = {};
  unsigned threads = 0;  ///< Streams verified at once; 0: as many as the machine has processors.
  /// Told the number of entries from time to time; by one thread at a time.
  std::function<void(std::uint64_t)> progress = {};
};

/// Recomputes the whole chain. Without anchors, a tail that was cut off and an old copy of the whole
/// database cannot be told from a journal that ends there. Memory does not grow with the journal.
SALUS_EXPORT JournalReport verify_journal(const Clinic& clinic,
                                          const JournalVerification& verification = {});

/// The body of an entry as JSON text, or nothing if it was destroyed.
SALUS_EXPORT std::optional<std::string> journal_body_json(const JournalEntry& entry);

}  // namespace salus

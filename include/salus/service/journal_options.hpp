#pragma once

/// How a Clinic keeps its journal.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace salus {

/// When the entry of a read is written. Writes have theirs in their own transaction, and a refusal is
/// written before its error is thrown, whatever this says.
enum class JournalReads : std::uint8_t {
  off,      ///< Never.
  batched,  ///< Soon after the answer, many at once. A crash loses what `longest_delay` held, and the
            ///< journal then shows a start without its stop.
  strict,  ///< Before the answer.
};

struct JournalOptions {
  JournalReads reads = JournalReads::batched;
  std::chrono::milliseconds longest_delay{50};  ///< From an answer to the writing of its entry.
  /// Entries that may wait to be written. A call that would add one more waits for room, at most
  /// `longest_wait`: then it throws `storage_busy`, and shows nothing.
  std::size_t most_waiting = 4'096;
  std::chrono::milliseconds longest_wait{30'000};
};

}  // namespace salus

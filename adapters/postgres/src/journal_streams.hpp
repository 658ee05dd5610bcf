#pragma once

/// The streams of an organization's journal: several, so that writers need not wait for each other.

#include <functional>
#include <optional>

#include "salus/storage/session.hpp"

#include "channel.hpp"

namespace salus::postgres {

/// Picks a stream that no other transaction holds, and holds it until the end of the transaction.
///
/// An advisory lock does that: it costs no row version, and goes with the transaction. It is a
/// courtesy; the guarantee is the journal's primary key. (On Citus only clients of the same
/// coordinator see the lock.) Each connection tries one stream first, so one round trip is normal.
///
/// `settle` sends what is queued and throws what failed.
JournalHead claim_stream(Channel& channel, const std::function<Answers()>& settle);

/// Queues the lock of a stream, and does not wait for the answer: a courtesy to those who look for a free one.
void hold_stream(Channel& channel, std::int32_t stream);

/// The last entry of a batch; nothing if it is not the journal's.
std::optional<JournalHead> last_entry_of(const Insert& rows);

}  // namespace salus::postgres

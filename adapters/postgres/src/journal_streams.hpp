#pragma once

/// The streams of an organization's journal: several, so that writers need not wait for each other.

#include <functional>

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

}  // namespace salus::postgres

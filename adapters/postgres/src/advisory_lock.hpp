#pragma once

/// Locks by number, of which the server keeps no row and which end with the transaction.
/// https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS

#include <cstdint>

#include "channel.hpp"

namespace salus::postgres {

/// Queues a statement that waits until no other transaction holds the lock.
void wait_for_lock(Channel& channel, std::int64_t number);

}  // namespace salus::postgres

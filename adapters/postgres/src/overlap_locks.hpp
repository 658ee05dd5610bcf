#pragma once

/// Rows that may not overlap in time are written by one transaction after another for each owner.
///
/// Without that, several that write about one owner at once wait for each other inside the exclusion constraint, each for a row
/// that another has not committed. PostgreSQL takes a second to call that a deadlock, and whoever is run again makes the next.
/// As with the journal's streams the lock is a courtesy: the guarantee is the constraint.

#include <cstdint>
#include <span>
#include <vector>

#include "salus/query/select.hpp"

#include "channel.hpp"

namespace salus::postgres {

/// Numbers of advisory locks, in the order in which they are taken. Few for any number of rows: a server has room for
/// some thousands.
using OverlapLocks = std::vector<std::int64_t>;

/// Of the owners of new rows.
OverlapLocks overlap_locks(const Uuid& organization, const EntityInfo& entity,
                           std::span<const std::vector<Value>> rows);

/// Whether a change may make rows overlap others: then they are asked for first, for their owners.
bool may_overlap(const Update& change);

/// The rows that a change is about, as they are.
Select rows_of(const Update& change);

/// Of the owners that those rows have once they are changed.
OverlapLocks overlap_locks(const Uuid& organization, const Update& change, const PGresult* rows);

/// Queues the locks, in front of the statements that write; they end with the transaction.
void hold(Channel& channel, const OverlapLocks& locks);

}  // namespace salus::postgres

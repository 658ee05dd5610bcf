#pragma once

/// Schema changes carried out, with the guards and rights that belong to them.

#include <span>
#include <string>

#include "salus/schema/change.hpp"

#include "connection.hpp"

namespace salus::postgres {

/// Applies all changes in one transaction, as the tables' future owner. Waits at most a few seconds
/// for running transactions to let go of a table, so that it never holds up others for long; then `storage_busy`.
void apply(Connection& connection, std::span<const SchemaChange> changes,
           const std::string& application_role, Deadline deadline);

}  // namespace salus::postgres

#pragma once

/// Row-level security put up again: another profile, another policy of the program, or repaired.

#include <string>

#include "salus/schema/snapshot.hpp"

#include "connection.hpp"

namespace salus::postgres {

/// Replaces the policies and views of these tables where one differs, in one transaction, as their
/// owner; gives the application's role the right to read the views. Waits as `apply` does.
void renew_row_security(Connection& connection, const SchemaSnapshot& expected,
                        const std::string& application_role, Deadline deadline);

}  // namespace salus::postgres

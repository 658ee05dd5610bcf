#pragma once

/// The check that what PostgreSQL itself watches over still stands.

#include "salus/schema/snapshot.hpp"

#include "connection.hpp"

namespace salus::postgres {

/// For each table: row-level security on, the policies we wrote and no other, append-only triggers
/// enabled with the function we wrote; the views of the profile `full`. For our role: no superuser, no BYPASSRLS, no share in
/// the tables' owner, no right to change append-only tables. Throws `schema_mismatch` with the first difference.
void verify_guards(Connection& connection, const SchemaSnapshot& expected, Deadline deadline);

/// Whether row-level security is as these tables ask for; nothing else, for any role.
bool row_security_stands(Connection& connection, const SchemaSnapshot& expected, Deadline deadline);

}  // namespace salus::postgres

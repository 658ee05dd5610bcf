#pragma once

/// The schema as PostgreSQL's catalog has it.

#include "salus/schema/snapshot.hpp"

#include "connection.hpp"

namespace salus::postgres {

/// The tables of the current schema. A column of a type that Salus does not use, in a table of
/// somebody else, appears as `choice`.
SchemaSnapshot inspect(Connection& connection, Deadline deadline);

}  // namespace salus::postgres

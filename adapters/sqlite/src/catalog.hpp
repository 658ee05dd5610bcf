#pragma once

/// The tables that are in the file.

#include "salus/schema/snapshot.hpp"

#include "connection.hpp"

namespace salus::sqlite {

/// Where `apply` notes what each column holds: SQLite keeps a moment, a day and a number alike.
inline constexpr std::string_view column_type_table = "salus_column_type";

/// Reads the catalog of the file itself.
SchemaSnapshot read_catalog(Connection& connection);

/// Throws `schema_mismatch` unless the guards of the tables stand, word for word.
void verify_guards(Connection& connection, const SchemaSnapshot& expected);

}  // namespace salus::sqlite

#pragma once

/// Schema changes as SQL text.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "salus/schema/change.hpp"
#include "salus/sql/dialect.hpp"

namespace salus::sql {

/// The table with its primary key `<table>_primary_key` and its references; without its indexes.
std::string create_table(const TableSchema& table, const Dialect& dialect);

std::string create_index(std::string_view table, const IndexSchema& index, const Dialect& dialect);

/// Rows that exist get a neutral value where the column may not be missing.
std::vector<std::string> add_column(std::string_view table, const ColumnSchema& column,
                                    const Dialect& dialect);

/// What the database itself watches over in this table.
std::vector<Guard> guards_of(const TableSchema& table, const Dialect& dialect);

/// An exclusion as the line under which engines keep it, for their catalogs hold SQL text only.
std::string line_of(const ExclusionSchema& exclusion);

/// What `line_of` wrote; nothing if it did not. The name is not in the line.
std::optional<ExclusionSchema> exclusion_of_line(std::string name, std::string_view line);

/// Finds two rows that overlap, if there are any.
std::string overlapping_rows(std::string_view table, const ExclusionSchema& exclusion);

/// The statements of one change, in order: a table comes with its indexes and exclusions, without its guards.
/// Throws `schema_mismatch` for a change that only a person can make.
std::vector<std::string> statements_of(const SchemaChange& change, const Dialect& dialect);

/// The name of a table's primary key as a constraint.
inline std::string primary_key_name(std::string_view table) {
  return std::string{table} + "_primary_key";
}

}  // namespace salus::sql

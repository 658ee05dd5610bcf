#pragma once

/// The difference of two schemas as a list of changes, and nothing else: what to do about a list is
/// the reader's decision.

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "salus/schema/snapshot.hpp"

namespace salus {

struct CreateTable {
  TableSchema table;
};
struct AddColumn {
  std::string table;
  ColumnSchema column;
};
struct CreateIndex {
  std::string table;
  IndexSchema index;
};
/// Throws `conflict` with the exclusion's name if rows overlap already.
struct AddExclusion {
  std::string table;
  ExclusionSchema exclusion;
};
/// The database has it and the program does not know it: it was written by a newer program.
struct UnknownColumn {
  std::string table;
  std::string column;
};
/// A column is of another type, or no longer optional. Needs a migration written by hand.
struct IncompatibleColumn {
  std::string table;
  std::string column;
};

using SchemaChange = std::variant<CreateTable, AddColumn, CreateIndex, AddExclusion, UnknownColumn,
                                  IncompatibleColumn>;

namespace detail {

inline void compare_columns(const TableSchema& have, const TableSchema& want,
                            std::vector<SchemaChange>& changes) {
  for (const auto& column : want.columns) {
    const auto found = std::ranges::find(have.columns, column.name, &ColumnSchema::name);
    if (found == have.columns.end())
      changes.emplace_back(AddColumn{want.name, column});
    else if (*found != column)
      changes.emplace_back(IncompatibleColumn{want.name, column.name});
  }
  for (const auto& column : have.columns) {
    if (std::ranges::find(want.columns, column.name, &ColumnSchema::name) == want.columns.end()) {
      changes.emplace_back(UnknownColumn{want.name, column.name});
    }
  }
}

}  // namespace detail

/// What leads from `have` to `want`. Tables that only the database has are left alone.
inline std::vector<SchemaChange> compare(const SchemaSnapshot& have, const SchemaSnapshot& want) {
  std::vector<SchemaChange> changes;
  for (const auto& table : want.tables) {
    const auto* existing = have.find(table.name);
    if (existing == nullptr) {
      changes.emplace_back(CreateTable{table});
      continue;
    }
    detail::compare_columns(*existing, table, changes);
    for (const auto& index : table.indexes) {
      if (std::ranges::find(existing->indexes, index.name, &IndexSchema::name) ==
          existing->indexes.end()) {
        changes.emplace_back(CreateIndex{table.name, index});
      }
    }
    for (const auto& exclusion : table.exclusions) {
      if (std::ranges::find(existing->exclusions, exclusion) == existing->exclusions.end())
        changes.emplace_back(AddExclusion{table.name, exclusion});
    }
  }
  return changes;
}

}  // namespace salus

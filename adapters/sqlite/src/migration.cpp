#include "migration.hpp"

#include <array>

#include "salus/core/error.hpp"
#include "salus/schema/reflect.hpp"
#include "salus/sql/ddl.hpp"

namespace salus::sqlite {

namespace {

constexpr std::string_view create_column_types =
    "CREATE TABLE IF NOT EXISTS salus_column_type (table_name TEXT NOT NULL, column_name TEXT NOT "
    "NULL,"
    " type TEXT NOT NULL, PRIMARY KEY (table_name, column_name)) STRICT, WITHOUT ROWID";

constexpr std::string_view note_column_type = "INSERT INTO salus_column_type VALUES (?1, ?2, ?3)";

void note_type(Connection& connection, std::string_view table, const ColumnSchema& column) {
  Statement statement = connection.prepare(note_column_type);
  const std::array<Cell, 3> values{table, std::string_view{column.name}, to_name(column.type)};
  statement.bind(values, Lifetime::outlives_run);
  statement.step();
}

/// What has to be done beside the statements of a change.
struct Accompany {
  Connection& connection;

  void operator()(const CreateTable& change) const {
    for (const auto& column : change.table.columns)
      note_type(connection, change.table.name, column);
    for (const auto& guard : sql::guards_of(change.table, sql::sqlite_dialect))
      connection.prepare(guard.sql).step();
  }
  /// The triggers watch from now on; what is there already is looked at here.
  void operator()(const AddExclusion& change) const {
    if (!connection.prepare(sql::overlapping_rows(change.table, change.exclusion)).step()) return;
    throw Error::violates(change.exclusion.name, "Rows overlap in time already.");
  }
  void operator()(const AddColumn& change) const {
    note_type(connection, change.table, change.column);
  }
  template <class Other>
  void operator()(const Other&) const {}
};

}  // namespace

void migrate(Connection& connection, std::span<const SchemaChange> changes) {
  connection.prepare(create_column_types).step();
  for (const auto& change : changes) {
    for (const auto& sql : sql::statements_of(change, sql::sqlite_dialect))
      connection.prepare(sql).step();
    std::visit(Accompany{connection}, change);
  }
}

}  // namespace salus::sqlite

#include "schema_changes.hpp"

#include <type_traits>
#include <utility>
#include <variant>

#include "salus/core/error.hpp"

namespace salus::memory {

namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw Error{ErrorCode::schema_mismatch, message};
}

/// What rows that are there get in a new column that may not be missing.
Value neutral_value(FieldType type) {
  switch (type) {
    case FieldType::boolean:
      return false;
    case FieldType::integer:
      return std::int64_t{0};
    case FieldType::number:
      return 0.0;
    case FieldType::text:
    case FieldType::choice:
      return std::string{};
    case FieldType::bytes:
      return Bytes{};
    case FieldType::uuid:
      return Uuid{};
    case FieldType::timestamp:
      return Timestamp{};
    case FieldType::date:
      return Date{};
    case FieldType::json:
      return std::string{"null"};
  }
  return {};
}

/// The same table with another schema, and its rows as `change` makes them.
template <class Change>
Table rebuild(const Table& table, TableSchema schema, const Change& change) {
  Table next{std::move(schema)};
  table.rows.for_each({}, [&](const RowPtr& row) { next.add(change(row)); });
  return next;
}

void apply_change(Database& database, const CreateTable& change) {
  const auto& schema = change.table;
  if (database.find(schema.name) != nullptr)
    refuse("There is a table " + schema.name + " already.");
  for (const auto& reference : schema.foreign_keys) {
    if (reference.table != schema.name) database.at(reference.table);
  }
  database.tables.emplace_back(schema);
}

void apply_change(Database& database, const AddColumn& change) {
  auto& table = database.at(change.table);
  auto schema = table.format->schema;
  for (const auto& column : schema.columns) {
    if (column.name == change.column.name) {
      refuse("The table " + schema.name + " has a column " + column.name + " already.");
    }
  }
  schema.columns.push_back(change.column);
  const auto value = change.column.nullable ? Value{} : neutral_value(change.column.type);
  table = rebuild(table, std::move(schema), [&value](const RowPtr& row) {
    Row wider = *row;
    wider.push_back(value);
    return std::make_shared<const Row>(std::move(wider));
  });
}

void apply_change(Database& database, const CreateIndex& change) {
  auto& table = database.at(change.table);
  auto schema = table.format->schema;
  for (const auto& index : schema.indexes) {
    if (index.name == change.index.name) refuse("There is an index " + index.name + " already.");
  }
  schema.indexes.push_back(change.index);
  table = rebuild(table, std::move(schema), [](const RowPtr& row) { return row; });
}

void apply_change(Database& database, const AddExclusion& change) {
  auto& table = database.at(change.table);
  auto schema = table.format->schema;
  schema.exclusions.push_back(change.exclusion);
  table = rebuild(table, std::move(schema), [](const RowPtr& row) { return row; });
}

void apply_change(Database&, const UnknownColumn& change) {
  refuse("The column " + change.column + " of " + change.table + " cannot be removed.");
}

void apply_change(Database&, const IncompatibleColumn& change) {
  refuse("The column " + change.column + " of " + change.table + " cannot be changed.");
}

}  // namespace

void apply_changes(Database& database, std::span<const SchemaChange> changes) {
  Database next = database;
  for (const auto& change : changes) {
    std::visit([&next](const auto& one) { apply_change(next, one); }, change);
  }
  database = std::move(next);
}

SchemaSnapshot snapshot_of(const Database& database) {
  SchemaSnapshot snapshot;
  for (const auto& table : database.tables) snapshot.tables.push_back(table.format->schema);
  return snapshot;
}

void verify_guards(const Database& database, const SchemaSnapshot& expected) {
  for (const auto& wanted : expected.tables) {
    const auto& schema = database.at(wanted.name).format->schema;
    if (wanted.append_only && !schema.append_only) {
      refuse("The table " + wanted.name + " does not refuse changes to its rows.");
    }
  }
}

}  // namespace salus::memory

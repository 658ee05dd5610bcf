#include "salus/sql/ddl.hpp"

#include <span>

#include "salus/core/error.hpp"

namespace salus::sql {

namespace {

std::string column_definition(const ColumnSchema& column, const Dialect& dialect) {
  const auto type = static_cast<std::size_t>(column.type);
  return quoted(column.name) + " " + std::string{dialect.types[type]} +
         (column.nullable ? "" : " NOT NULL");
}

std::string column_list(std::span<const std::string> names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + quoted(name);
  return "(" + list + ")";
}

std::string constraint(std::string_view name) { return "CONSTRAINT " + quoted(name) + " "; }

std::string reference(const ForeignKeySchema& key) {
  return constraint(key.name) + R"(FOREIGN KEY ("organization_id", )" + quoted(key.column) +
         ") REFERENCES " + quoted(key.table) + R"( ("organization_id", "id"))";
}

std::string index_column(const IndexColumn& column, const Dialect& dialect) {
  if (!column.ignores_case) return quoted(column.name);
  return std::string{dialect.folded_column.before} + quoted(column.name) +
         std::string{dialect.folded_column.after};
}

std::string index_condition(const IndexSchema& index) {
  std::string condition;
  if (index.live_rows_only) condition = "\"deleted_at\" IS NULL";
  if (!index.condition_column.empty()) {
    if (!condition.empty()) condition += " AND ";
    condition += quoted(index.condition_column) + " = " + literal(index.condition_choice);
  }
  return condition.empty() ? "" : " WHERE " + condition;
}

[[noreturn]] void refuse(std::string_view table, std::string_view column, std::string_view why) {
  throw Error{ErrorCode::schema_mismatch,
              "Column " + quoted(column) + " of table " + quoted(table) + " " + std::string{why}};
}

void append(std::vector<std::string>& statements, std::vector<Guard> guards) {
  for (auto& guard : guards) statements.push_back(std::move(guard.sql));
}

struct StatementsOf {
  const Dialect& dialect;

  std::vector<std::string> operator()(const CreateTable& change) const {
    std::vector<std::string> statements{create_table(change.table, dialect)};
    for (const auto& index : change.table.indexes)
      statements.push_back(create_index(change.table.name, index, dialect));
    for (const auto& exclusion : change.table.exclusions)
      append(statements, dialect.exclusion(change.table.name, exclusion));
    return statements;
  }
  std::vector<std::string> operator()(const AddColumn& change) const {
    return add_column(change.table, change.column, dialect);
  }
  std::vector<std::string> operator()(const CreateIndex& change) const {
    return {create_index(change.table, change.index, dialect)};
  }
  std::vector<std::string> operator()(const AddExclusion& change) const {
    std::vector<std::string> statements;
    append(statements, dialect.exclusion(change.table, change.exclusion));
    return statements;
  }
  std::vector<std::string> operator()(const UnknownColumn& change) const {
    refuse(change.table, change.column, "is not known to this program; a newer one wrote it.");
  }
  std::vector<std::string> operator()(const IncompatibleColumn& change) const {
    refuse(change.table,
           change.column,
           "has another type in the database; that needs a migration written by hand.");
  }
};

}  // namespace

std::string create_table(const TableSchema& table, const Dialect& dialect) {
  std::string text = "CREATE TABLE " + quoted(table.name) + " (";
  for (const auto& column : table.columns)
    text += "\n  " + column_definition(column, dialect) + ",";
  text += "\n  " + constraint(primary_key_name(table.name)) + "PRIMARY KEY " +
          column_list(table.primary_key);
  for (const auto& key : table.foreign_keys) text += ",\n  " + reference(key);
  return text + "\n)" + std::string{dialect.table_suffix};
}

std::string create_index(std::string_view table, const IndexSchema& index, const Dialect& dialect) {
  std::string columns;
  for (const auto& column : index.columns)
    columns += (columns.empty() ? "" : ", ") + index_column(column, dialect);
  return std::string{index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX "} + quoted(index.name) +
         " ON " + quoted(table) + " (" + columns + ")" + index_condition(index);
}

std::vector<std::string> add_column(std::string_view table, const ColumnSchema& column,
                                    const Dialect& dialect) {
  const std::string alter = "ALTER TABLE " + quoted(table) + " ";
  std::string add = alter + "ADD COLUMN " + column_definition(column, dialect);
  if (column.nullable) return {add};
  add += " DEFAULT " + std::string{dialect.neutral_values[static_cast<std::size_t>(column.type)]};
  if (!dialect.drops_defaults) return {add};
  return {add, alter + "ALTER COLUMN " + quoted(column.name) + " DROP DEFAULT"};
}

std::vector<Guard> guards_of(const TableSchema& table, const Dialect& dialect) {
  return table.append_only ? dialect.append_only_guards(table.name) : std::vector<Guard>{};
}

std::vector<std::string> statements_of(const SchemaChange& change, const Dialect& dialect) {
  return std::visit(StatementsOf{dialect}, change);
}

}  // namespace salus::sql

#include "migration.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "salus/core/error.hpp"
#include "salus/sql/ddl.hpp"

#include "catalog.hpp"
#include "row_security.hpp"

namespace salus::postgres {

namespace {

using Statements = std::vector<std::string>;

void append(Statements& to, Statements more) { std::ranges::move(more, std::back_inserter(to)); }

/// The logical type, where the column's own does not tell it.
void append_comment(Statements& to, std::string_view table, const ColumnSchema& column) {
  if (column.type != FieldType::json && column.type != FieldType::choice) return;
  const auto comment = column.type == FieldType::json ? json_comment : choice_comment;
  to.push_back("COMMENT ON COLUMN " + sql::quoted(table) + "." + sql::quoted(column.name) + " IS " +
               sql::literal(comment));
}

/// What the application does with a table: rows that can be marked as deleted are never removed.
std::string_view rights_on(const TableSchema& table) {
  if (table.append_only) return "SELECT, INSERT";
  const bool is_marked =
      std::ranges::find(table.columns, "deleted_at", &ColumnSchema::name) != table.columns.end();
  return is_marked ? "SELECT, INSERT, UPDATE" : "SELECT, INSERT, UPDATE, DELETE";
}

class Migration {
 public:
  explicit Migration(const std::string& application_role) : role_{sql::quoted(application_role)} {}

  Statements statements_of(const SchemaChange& change) const {
    auto statements = sql::statements_of(change, sql::postgres_dialect);
    if (const auto* created = std::get_if<CreateTable>(&change)) guard(statements, created->table);
    if (const auto* added = std::get_if<AddColumn>(&change))
      append_comment(statements, added->table, added->column);
    return statements;
  }

 private:
  void guard(Statements& statements, const TableSchema& table) const {
    for (const auto& column : table.columns) append_comment(statements, table.name, column);
    for (auto& guard : sql::guards_of(table, sql::postgres_dialect))
      statements.push_back(std::move(guard.sql));
    append(statements, row_security::statements_of(table.name));
    statements.push_back("GRANT " + std::string{rights_on(table)} + " ON " +
                         sql::quoted(table.name) + " TO " + role_);
  }

  std::string role_;
};

/// Makes the application's role if it is missing and we may; lets it see the schema.
Statements role_statements(Connection& connection, const std::string& role, Deadline deadline) {
  const auto answers =
      ask_catalog(connection,
                  {"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = " + sql::literal(role) +
                   "), rolcreaterole OR rolsuper, "
                   "quote_ident(current_schema()) FROM pg_roles WHERE rolname = current_user"},
                  deadline);
  const auto* answer = answers.front().get();
  Statements statements;
  if (text_at(answer, 0, 0) != "t") {
    if (text_at(answer, 0, 1) != "t") {
      throw Error{ErrorCode::storage_failed,
                  "The application's role is missing, and our role may not create it: let "
                  "an administrator run CREATE ROLE " +
                      sql::quoted(role) + " LOGIN."};
    }
    statements.push_back("CREATE ROLE " + sql::quoted(role) + " LOGIN");
  }
  statements.push_back("GRANT USAGE ON SCHEMA " + std::string{text_at(answer, 0, 2)} + " TO " +
                       sql::quoted(role));
  return statements;
}

bool has_exclusions(std::span<const SchemaChange> changes) {
  return std::ranges::any_of(changes, [](const SchemaChange& change) {
    const auto* created = std::get_if<CreateTable>(&change);
    return std::holds_alternative<AddExclusion>(change) ||
           (created != nullptr && !created->table.exclusions.empty());
  });
}

/// What an exclusion over ids needs. It comes with the server's additional modules ("contrib"); the owner of a
/// database may create it.
Statements extension_statements(Connection& connection, Deadline deadline) {
  const auto answers = ask_catalog(
      connection,
      {"SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'btree_gist'), EXISTS (SELECT FROM "
       "pg_available_extensions WHERE name = 'btree_gist')"},
      deadline);
  if (text_at(answers.front().get(), 0, 0) == "t") return {};
  if (text_at(answers.front().get(), 0, 1) == "t") return {"CREATE EXTENSION btree_gist"};
  throw Error{ErrorCode::storage_failed,
              "The server lacks the extension btree_gist, by which it keeps appointments from "
              "overlapping: install PostgreSQL's additional modules (postgresql-contrib)."};
}

}  // namespace

void apply(Connection& connection, std::span<const SchemaChange> changes,
           const std::string& application_role, Deadline deadline) {
  if (changes.empty()) return;
  const Migration migration{application_role};
  Statements statements{"BEGIN", "SET LOCAL lock_timeout = '10s'"};
  append(statements, role_statements(connection, application_role, deadline));
  if (has_exclusions(changes)) append(statements, extension_statements(connection, deadline));
  for (const auto& change : changes) append(statements, migration.statements_of(change));
  Pipeline pipeline{connection};
  for (const auto& statement : statements) pipeline.command(statement);
  pipeline.commit();
  const auto answers = pipeline.settle(deadline);
  pipeline.make_idle(deadline);
  if (answers.failure) throw answers.failure->error;
}

}  // namespace salus::postgres

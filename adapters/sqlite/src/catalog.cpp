#include "catalog.hpp"

#include <algorithm>
#include <array>

#include "salus/core/error.hpp"
#include "salus/schema/reflect.hpp"
#include "salus/sql/ddl.hpp"

namespace salus::sqlite {

namespace {

constexpr std::string_view table_query =
    R"(SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\')"
    R"( AND name <> 'salus_column_type' ORDER BY rowid)";

constexpr std::string_view column_query =
    R"(SELECT c.name, c.type, c."notnull", t.type FROM pragma_table_xinfo(?1) AS c)"
    R"( LEFT JOIN salus_column_type AS t ON t.table_name = ?1 AND t.column_name = c.name ORDER BY c.cid)";

constexpr std::string_view primary_key_query =
    "SELECT name FROM pragma_table_xinfo(?1) WHERE pk > 0 ORDER BY pk";

constexpr std::string_view index_query =
    R"(SELECT s.name, l."unique", s.sql FROM sqlite_schema AS s JOIN pragma_index_list(?1) AS l ON l.name = s.name)"
    R"( WHERE s.type = 'index' AND s.tbl_name = ?1 AND s.sql IS NOT NULL ORDER BY s.rowid)";

constexpr std::string_view index_column_query =
    R"(SELECT name, coll = 'NOCASE' FROM pragma_index_xinfo(?1) WHERE "key" = 1 ORDER BY seqno)";

constexpr std::string_view reference_query =
    R"(SELECT "from", "table" FROM pragma_foreign_key_list(?1) WHERE "to" = 'id' ORDER BY id DESC)";

constexpr std::string_view guard_query =
    "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1";

constexpr std::string_view trigger_query =
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 ORDER BY rowid";

/// Calls `row` for each row of a catalog query about something of this name.
template <class Row>
void for_each_row(Connection& connection, std::string_view query, std::string_view name,
                  const Row& row) {
  Statement statement = connection.prepare(query);
  const std::array values{Cell{name}};
  statement.bind(values, Lifetime::outlives_run);
  while (statement.step()) row(statement);
}

FieldType type_of_storage(std::string_view declared) {
  if (declared == "INTEGER" || declared == "INT") return FieldType::integer;
  if (declared == "REAL") return FieldType::number;
  return declared == "BLOB" ? FieldType::bytes : FieldType::text;
}

/// What was noted of the column, if it agrees with what the column really stores.
FieldType type_of(std::string_view declared, std::string_view noted) {
  const auto type = from_name<FieldType>(noted);
  const bool agrees =
      type && sql::sqlite_dialect.types[static_cast<std::size_t>(*type)] == declared;
  return agrees ? *type : type_of_storage(declared);
}

/// Reads `"column" = 'choice'` from the end of a condition that Salus wrote.
void read_condition(IndexSchema& index, std::string_view sql) {
  const auto where = sql.find(") WHERE ");
  if (where == std::string_view::npos) return;
  std::string_view condition = sql.substr(where + 8);
  constexpr std::string_view live = R"("deleted_at" IS NULL)";
  index.live_rows_only = condition.starts_with(live);
  if (index.live_rows_only) condition.remove_prefix(live.size());
  if (condition.starts_with(" AND ")) condition.remove_prefix(5);
  const auto sign = condition.find(R"(" = ')");
  if (sign == std::string_view::npos) return;
  index.condition_column = condition.substr(1, sign - 1);
  index.condition_choice = condition.substr(sign + 5, condition.size() - sign - 6);
}

std::vector<ColumnSchema> columns_of(Connection& connection, std::string_view table) {
  std::vector<ColumnSchema> columns;
  for_each_row(connection, column_query, table, [&](const Statement& row) {
    columns.push_back({row.text(0), type_of(row.text(1), row.text(3)), row.integer(2) == 0});
  });
  return columns;
}

std::vector<std::string> primary_key_of(Connection& connection, std::string_view table) {
  std::vector<std::string> names;
  for_each_row(connection, primary_key_query, table, [&](const Statement& row) {
    names.push_back(row.text(0));
  });
  return names;
}

std::vector<IndexSchema> indexes_of(Connection& connection, std::string_view table) {
  std::vector<IndexSchema> indexes;
  for_each_row(connection, index_query, table, [&](const Statement& row) {
    auto& index =
        indexes.emplace_back(IndexSchema{.name = row.text(0), .unique = row.integer(1) != 0});
    read_condition(index, row.text(2));
  });
  for (auto& index : indexes) {
    for_each_row(connection, index_column_query, index.name, [&](const Statement& row) {
      index.columns.push_back({row.text(0), row.integer(1) != 0});
    });
  }
  return indexes;
}

/// The name of the reference from a column: SQLite keeps it nowhere but in the text that Salus wrote.
std::string reference_name(std::string_view create_table, std::string_view column) {
  constexpr std::string_view constraint = "CONSTRAINT \"";
  const auto key =
      create_table.find("FOREIGN KEY (\"organization_id\", " + sql::quoted(column) + ")");
  if (key == std::string_view::npos) return {};
  const auto start = create_table.rfind(constraint, key);
  if (start == std::string_view::npos) return {};
  const auto name = create_table.substr(start + constraint.size());
  return std::string{name.substr(0, name.find('"'))};
}

std::vector<ForeignKeySchema> references_of(Connection& connection, const std::string& table,
                                            std::string_view sql) {
  std::vector<ForeignKeySchema> references;
  for_each_row(connection, reference_query, table, [&](const Statement& row) {
    references.push_back({reference_name(sql, row.text(0)), row.text(0), row.text(1)});
  });
  return references;
}

bool stands(Connection& connection, const sql::Guard& guard) {
  std::string sql;
  for_each_row(
      connection, guard_query, guard.name, [&](const Statement& row) { sql = row.text(0); });
  return sql == guard.sql;
}

bool is_append_only(Connection& connection, std::string_view table) {
  const auto guards = sql::sqlite_dialect.append_only_guards(table);
  return std::ranges::all_of(guards,
                             [&](const sql::Guard& guard) { return stands(connection, guard); });
}

std::string_view line_in(std::string_view sql) {
  const auto begin = sql.find("/* ");
  const auto end = sql.find(" */");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  return sql.substr(begin + 3, end - begin - 3);
}

/// Those whose triggers are as we would make them.
std::vector<ExclusionSchema> exclusions_of(Connection& connection, const std::string& table) {
  constexpr std::string_view suffix = "_on_insert";
  std::vector<ExclusionSchema> exclusions;
  for_each_row(connection, trigger_query, table, [&](const Statement& row) {
    auto name = row.text(0);
    if (!name.ends_with(suffix)) return;
    name.resize(name.size() - suffix.size());
    auto exclusion = sql::exclusion_of_line(std::move(name), line_in(row.text(1)));
    if (exclusion) exclusions.push_back(*std::move(exclusion));
  });
  std::erase_if(exclusions, [&](const ExclusionSchema& exclusion) {
    const auto triggers = sql::sqlite_dialect.exclusion(table, exclusion);
    return !std::ranges::all_of(triggers,
                                [&](const sql::Guard& guard) { return stands(connection, guard); });
  });
  return exclusions;
}

TableSchema table_of(Connection& connection, const std::string& name, std::string_view sql) {
  return {.name = name,
          .columns = columns_of(connection, name),
          .primary_key = primary_key_of(connection, name),
          .indexes = indexes_of(connection, name),
          .foreign_keys = references_of(connection, name, sql),
          .exclusions = exclusions_of(connection, name),
          .append_only = is_append_only(connection, name)};
}

}  // namespace

SchemaSnapshot read_catalog(Connection& connection) {
  SchemaSnapshot snapshot;
  Statement tables = connection.prepare(table_query);  // an open statement: the whole is one moment
  while (tables.step())
    snapshot.tables.push_back(table_of(connection, tables.text(0), tables.text(1)));
  return snapshot;
}

void verify_guards(Connection& connection, const SchemaSnapshot& expected) {
  for (const auto& table : expected.tables) {
    for (const auto& guard : sql::guards_of(table, sql::sqlite_dialect)) {
      if (stands(connection, guard)) continue;
      throw Error{ErrorCode::schema_mismatch,
                  "Table " + table.name + " lacks its guard " + guard.name +
                      ", or it was changed; rows of the table may have been altered."};
    }
  }
}

}  // namespace salus::sqlite

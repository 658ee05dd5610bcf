#include "inspection.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "salus/sql/ddl.hpp"

#include "catalog.hpp"

namespace salus::postgres {

namespace {

constexpr const char* columns_question = R"(
  SELECT c.relname, a.attname, t.typname, coalesce(l.collname, ''), NOT a.attnotnull, coalesce(col_description(c.oid, a.attnum), '')
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_collation l ON l.oid = a.attcollation
  WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind IN ('r', 'p')
  ORDER BY c.oid, a.attnum)";

constexpr const char* primary_keys_question = R"(
  SELECT c.relname, a.attname
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u(attnum, place)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attnum
  WHERE k.contype = 'p' AND c.relnamespace = quote_ident(current_schema())::regnamespace
  ORDER BY c.oid, u.place)";

// The last column of a reference: the ones before it are the organization.
constexpr const char* references_question = R"(
  SELECT c.relname, k.conname, a.attname, f.relname
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_class f ON f.oid = k.confrelid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[cardinality(k.conkey)]
  WHERE k.contype = 'f' AND c.relnamespace = quote_ident(current_schema())::regnamespace
  ORDER BY c.oid, a.attnum)";

// One row per column of an index; an expression has no attribute.
constexpr const char* indexes_question = R"(
  SELECT c.relname, i.relname, x.indisunique, coalesce(pg_get_expr(x.indpred, x.indrelid), ''),
         coalesce(a.attname, pg_get_indexdef(x.indexrelid, n, false))
  FROM pg_index x
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_class i ON i.oid = x.indexrelid
  CROSS JOIN LATERAL generate_series(1, x.indnkeyatts) AS n
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[n - 1] AND a.attnum > 0
  WHERE NOT x.indisprimary AND NOT x.indisexclusion AND c.relnamespace = quote_ident(current_schema())::regnamespace
  ORDER BY c.oid, i.oid, n)";

constexpr const char* exclusions_question = R"(
  SELECT c.relname, k.conname, coalesce(obj_description(k.oid, 'pg_constraint'), '')
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  WHERE k.contype = 'x' AND c.relnamespace = quote_ident(current_schema())::regnamespace
  ORDER BY k.oid)";

constexpr const char* guards_question = R"(
  SELECT c.relname
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE t.tgname = c.relname || '_refuses_change' AND c.relnamespace = quote_ident(current_schema())::regnamespace)";

constexpr std::array types{std::pair{std::string_view{"bool"}, FieldType::boolean},
                           std::pair{std::string_view{"int8"}, FieldType::integer},
                           std::pair{std::string_view{"float8"}, FieldType::number},
                           std::pair{std::string_view{"bytea"}, FieldType::bytes},
                           std::pair{std::string_view{"uuid"}, FieldType::uuid},
                           std::pair{std::string_view{"timestamptz"}, FieldType::timestamp},
                           std::pair{std::string_view{"date"}, FieldType::date}};

FieldType type_of(std::string_view type, std::string_view collation, std::string_view comment) {
  if (type == "text" && collation == "C") {
    return comment == json_comment     ? FieldType::json
           : comment == choice_comment ? FieldType::choice
                                       : FieldType::text;
  }
  const auto* found =
      std::ranges::find(types, type, &std::pair<std::string_view, FieldType>::first);
  return found == types.end() ? FieldType::choice : found->second;
}

std::string string_at(const Result& result, int row, int column) {
  return std::string{text_at(result.get(), row, column)};
}

bool bool_at(const Result& result, int row, int column) {
  return text_at(result.get(), row, column) == "t";
}

TableSchema& table_at(SchemaSnapshot& snapshot, const Result& result, int row) {
  const auto name = text_at(result.get(), row, 0);
  const auto found = std::ranges::find(snapshot.tables, name, &TableSchema::name);
  if (found != snapshot.tables.end()) return *found;
  return snapshot.tables.emplace_back(TableSchema{.name = std::string{name}});
}

void read_columns(SchemaSnapshot& snapshot, const Result& result) {
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    const auto type = type_of(text_at(result.get(), row, 2),
                              text_at(result.get(), row, 3),
                              text_at(result.get(), row, 5));
    table_at(snapshot, result, row)
        .columns.push_back({string_at(result, row, 1), type, bool_at(result, row, 4)});
  }
}

void read_keys(SchemaSnapshot& snapshot, const Result& primary_keys, const Result& references) {
  for (int row = 0; row < PQntuples(primary_keys.get()); ++row) {
    table_at(snapshot, primary_keys, row).primary_key.push_back(string_at(primary_keys, row, 1));
  }
  for (int row = 0; row < PQntuples(references.get()); ++row) {
    table_at(snapshot, references, row)
        .foreign_keys.push_back({string_at(references, row, 1),
                                 string_at(references, row, 2),
                                 string_at(references, row, 3)});
  }
}

/// The catalog quotes names where SQL needs it.
std::string unquoted(std::string_view name) {
  if (name.size() > 1 && name.front() == '"') name = name.substr(1, name.size() - 2);
  return std::string{name};
}

/// `lower(email)` → `email`, without case.
IndexColumn index_column(std::string_view text) {
  constexpr std::string_view folded = "lower(";
  if (!text.starts_with(folded) || !text.ends_with(')')) return {std::string{text}};
  text.remove_prefix(folded.size());
  text.remove_suffix(1);
  return {unquoted(text), true};
}

/// `((deleted_at IS NULL) AND (status = 'active'::text))`, as PostgreSQL prints what we wrote.
void read_condition(IndexSchema& index, std::string_view text) {
  index.live_rows_only = text.find("(deleted_at IS NULL)") != std::string_view::npos;
  const auto equals = text.find(" = '");
  if (equals == std::string_view::npos) return;
  const auto column = text.rfind('(', equals) + 1;
  const auto choice = equals + 4;
  index.condition_column = unquoted(text.substr(column, equals - column));
  index.condition_choice = text.substr(choice, text.find('\'', choice) - choice);
}

void read_indexes(SchemaSnapshot& snapshot, const Result& result) {
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    auto& indexes = table_at(snapshot, result, row).indexes;
    const auto name = text_at(result.get(), row, 1);
    if (indexes.empty() || indexes.back().name != name) {
      indexes.push_back({.name = std::string{name}, .unique = bool_at(result, row, 2)});
      read_condition(indexes.back(), text_at(result.get(), row, 3));
    }
    indexes.back().columns.push_back(index_column(text_at(result.get(), row, 4)));
  }
}

void read_exclusions(SchemaSnapshot& snapshot, const Result& result) {
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    auto exclusion =
        sql::exclusion_of_line(string_at(result, row, 1), text_at(result.get(), row, 2));
    if (exclusion) table_at(snapshot, result, row).exclusions.push_back(*std::move(exclusion));
  }
}

/// Tables in an order in which each follows those it refers to; the catalog's order where that is free.
SchemaSnapshot in_order_of_reference(SchemaSnapshot snapshot) {
  SchemaSnapshot ordered;
  auto& waiting = snapshot.tables;
  const auto is_ready = [&](const TableSchema& table) {
    return std::ranges::all_of(table.foreign_keys, [&](const ForeignKeySchema& key) {
      return key.table == table.name || ordered.find(key.table) != nullptr;
    });
  };
  while (!waiting.empty()) {
    auto next = std::ranges::find_if(waiting, is_ready);
    if (next == waiting.end()) next = waiting.begin();  // a circle, made by somebody else
    ordered.tables.push_back(std::move(*next));
    waiting.erase(next);
  }
  return ordered;
}

}  // namespace

SchemaSnapshot inspect(Connection& connection, Deadline deadline) {
  const auto answers = ask_catalog(connection,
                                   {columns_question,
                                    primary_keys_question,
                                    references_question,
                                    indexes_question,
                                    guards_question,
                                    exclusions_question},
                                   deadline);
  SchemaSnapshot snapshot;
  read_columns(snapshot, answers[0]);
  read_keys(snapshot, answers[1], answers[2]);
  read_indexes(snapshot, answers[3]);
  for (int row = 0; row < PQntuples(answers[4].get()); ++row)
    table_at(snapshot, answers[4], row).append_only = true;
  read_exclusions(snapshot, answers[5]);
  return in_order_of_reference(std::move(snapshot));
}

}  // namespace salus::postgres

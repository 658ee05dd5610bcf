#include "salus/sql/dialect.hpp"

#include "exclusion.hpp"
#include "json_sql.hpp"

namespace salus::sql {

namespace {

std::string enclosed(std::string_view text, char mark) {
  std::string result{mark};
  for (const char c : text) {
    if (c == mark) result += mark;
    result += c;
  }
  return result + mark;
}

std::string refusal(std::string_view table) {
  return literal(std::string{table} + " is append-only: rows are neither changed nor removed");
}

Guard sqlite_guard(std::string_view table, std::string_view event) {
  const std::string name =
      std::string{table} + "_refuses_" + (event == "UPDATE" ? "update" : "delete");
  return {name,
          "CREATE TRIGGER " + quoted(name) + " BEFORE " + std::string{event} + " ON " +
              quoted(table) + " BEGIN SELECT RAISE(ABORT, " + refusal(table) + "); END"};
}

std::vector<Guard> sqlite_append_only(std::string_view table) {
  return {sqlite_guard(table, "UPDATE"), sqlite_guard(table, "DELETE")};
}

/// Rows by a row trigger, the whole table by a statement trigger. Both call one function.
std::vector<Guard> postgres_append_only(std::string_view table) {
  const std::string function = std::string{table} + "_append_only";
  const std::string rows = std::string{table} + "_refuses_change";
  const std::string whole = std::string{table} + "_refuses_truncate";
  const std::string calls = " EXECUTE FUNCTION " + quoted(function) + "()";
  return {{function,
           "CREATE FUNCTION " + quoted(function) +
               "() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE " +
               "EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = " +
               refusal(table) + "; END$$"},
          {rows,
           "CREATE TRIGGER " + quoted(rows) + " BEFORE UPDATE OR DELETE ON " + quoted(table) +
               " FOR EACH ROW" + calls},
          {whole,
           "CREATE TRIGGER " + quoted(whole) + " BEFORE TRUNCATE ON " + quoted(table) +
               " FOR EACH STATEMENT" + calls}};
}

}  // namespace

std::string quoted(std::string_view name) { return enclosed(name, '"'); }

std::string literal(std::string_view text) { return enclosed(text, '\''); }

// Moments are microseconds since 1970, days are days since 1970: whole numbers compare as time does.
constexpr Dialect sqlite_dialect{
    .name = "SQLite",
    .placeholder = '?',
    .types = {"INTEGER",
              "INTEGER",
              "REAL",
              "TEXT",
              "BLOB",
              "BLOB",
              "INTEGER",
              "INTEGER",
              "TEXT",
              "TEXT"},
    .neutral_values = {"0",
                       "0",
                       "0.0",
                       "''",
                       "x''",
                       "x'00000000000000000000000000000000'",
                       "0",
                       "0",
                       "'null'",
                       "''"},
    .drops_defaults = false,
    .table_suffix = " STRICT",
    .missing_are_last = Direction::descending,
    .no_limit = "-1",
    .exists = {"EXISTS (SELECT 1 FROM ", ")"},
    .not_exists = {"NOT EXISTS (SELECT 1 FROM ", ")"},
    .member_of = {" IN (SELECT ", ")"},
    // A planner without statistics took the range of moments for better than three equalities: 100 times slower.
    .without_index = "+",
    .json_list = {" FROM json_each(", ")"},
    .list_elements = {"value",
                      "value",
                      "",
                      "value",
                      "unhex(value)",
                      "unhex(value)",
                      "value",
                      "value",
                      "value",
                      "value"},
    // As bytes: between texts instr() counts characters, and passes over parts that begin inside one.
    .searched_text = {"instr(CAST(", " AS BLOB), "},
    .searched_part = {"CAST(", " AS BLOB)) > 0"},
    // lower() knows ASCII letters alone, in an engine built without ICU.
    .searched_folded_text = {"instr(CAST(lower(", ") AS BLOB), "},
    .searched_folded_part = {"CAST(lower(", ") AS BLOB)) > 0"},
    .folded_column = {"", " COLLATE NOCASE"},
    .folded_value = {"", ""},
    .json = sqlite_json,
    .append_only_guards = &sqlite_append_only,
    .exclusion = &sqlite_exclusion,
};

// EXISTS under OR becomes a hashed plan over the whole inner table; a scalar sub-select does not. JSON is text: jsonb
// would change it, and the journal's hashes with it.
constexpr Dialect postgres_dialect{
    .name = "PostgreSQL",
    .placeholder = '$',
    .types = {"boolean",
              "bigint",
              "double precision",
              R"(text COLLATE "C")",
              "bytea",
              "uuid",
              "timestamptz",
              "date",
              R"(text COLLATE "C")",
              R"(text COLLATE "C")"},
    .neutral_values = {"false",
                       "0",
                       "0",
                       "''",
                       "''",
                       "'00000000-0000-0000-0000-000000000000'",
                       "'1970-01-01 00:00:00+00'",
                       "'1970-01-01'",
                       "'null'",
                       "''"},
    .drops_defaults = true,
    .table_suffix = "",
    .missing_are_last = Direction::ascending,
    .no_limit = "ALL",
    .exists = {"(SELECT true FROM ", " LIMIT 1) IS NOT NULL"},
    .not_exists = {"(SELECT true FROM ", " LIMIT 1) IS NULL"},
    .member_of = {" = ANY(ARRAY(SELECT ", "))"},
    .settles_first = true,
    .json_list = {" FROM json_array_elements_text(", "::text::json) AS value"},
    .list_elements =
        {"value::boolean",
         "value::bigint",
         "",
         "value",
         "decode(value, 'hex')",
         "value::uuid",
         "timestamptz '1970-01-01 00:00:00+00' + value::bigint * interval '1 microsecond'",
         "date '1970-01-01' + value::integer",
         "value",
         "value"},
    .searched_text = {"strpos(", ", "},
    .searched_part = {"", ") > 0"},
    .searched_folded_text = {"strpos(lower(", "), "},
    .searched_folded_part = {"lower(", " COLLATE \"C\")) > 0"},
    .folded_column = {"lower(", ")"},
    .folded_value = {"lower(", " COLLATE \"C\")"},
    .json = postgres_json,
    .append_only_guards = &postgres_append_only,
    .exclusion = &postgres_exclusion,
};

}  // namespace salus::sql

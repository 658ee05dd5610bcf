#pragma once

/// What differs between the databases that speak SQL, as data for the one renderer.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "salus/query/select.hpp"
#include "salus/schema/field.hpp"
#include "salus/schema/snapshot.hpp"

namespace salus::sql {

/// What stands around another text.
struct Wrap {
  std::string_view before;
  std::string_view after;
};

/// Something that the database itself watches over, and the statement that puts it there.
struct Guard {
  std::string name;
  std::string sql;
};

/// One word for each `FieldType`, in its order.
using WordPerType = std::array<std::string_view, 10>;

/// How an engine looks into JSON that is stored as text. A document is an expression: of JSON, or NULL.
struct JsonDialect {
  /// The document of a column; NULL where it is not looked into (see salus/query/expr.hpp).
  std::string (*document)(std::string_view column) = nullptr;
  /// The document of an element of `elements`, by its alias.
  std::string (*element)(std::string_view alias) = nullptr;
  /// The text of a document at a path; NULL if no JSON string is there.
  std::string (*text)(std::string_view document, const JsonPath& path) = nullptr;
  /// A FROM clause with the elements of the list at a path, under an alias; of anything else there are none.
  std::string (*elements)(std::string_view document, const JsonPath& path,
                          std::string_view alias) = nullptr;
};

struct Dialect {
  std::string_view name;
  char placeholder = '?';  ///< In front of a number: ?1, $1.
  WordPerType types{};     ///< Text types compare byte by byte.
  WordPerType
      neutral_values{};  ///< What rows that exist get in a new column that may not be missing.
  bool drops_defaults = false;  ///< A default can be taken from a column again.
  std::string_view table_suffix;
  Direction missing_are_last =
      Direction::ascending;  ///< Missing values are last without saying so.
  std::string_view no_limit;
  Wrap exists;  ///< Around `"table" AS t1 WHERE …`; for pages: asked row by row.
  Wrap not_exists;
  Wrap member_of;              ///< Around `t1."column" FROM … WHERE …`; for sets: computed once.
  bool settles_first = false;  ///< What is about no row is decided before any is looked at.
  std::string_view
      without_index;  ///< In front of a column whose index a planner would take for a better one than it is.
  Wrap
      json_list;  ///< Around a placeholder for a JSON list: a FROM clause with its elements as `value`;
  WordPerType
      list_elements{};  ///< how one becomes a value of the column. Empty: lists of it are not packed.
  Wrap searched_text;  ///< Around the column and around the part that it contains, byte for byte.
  Wrap searched_part;
  Wrap searched_folded_text;  ///< The same, without ASCII case.
  Wrap searched_folded_part;
  Wrap folded_column;  ///< A column, and a value, compared without ASCII case;
  Wrap folded_value;   ///< the column has this form in an index too.
  JsonDialect json{};
  std::vector<Guard> (*append_only_guards)(std::string_view table) = nullptr;
  std::vector<Guard> (*exclusion)(std::string_view table, const ExclusionSchema&) = nullptr;
};

extern const Dialect sqlite_dialect;
extern const Dialect postgres_dialect;

/// `"name"`, always: `user` and `order` are fine names for tables.
std::string quoted(std::string_view name);

/// `'text'`, for words of the schema; values are parameters.
std::string literal(std::string_view text);

}  // namespace salus::sql

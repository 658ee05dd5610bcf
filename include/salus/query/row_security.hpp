#pragma once

/// A policy as an engine can watch over it by itself: conditions about a row and about the caller,
/// whom the engine learns from the context of each transaction.
///
/// Plain data, like every condition. Its conditions may ask for the caller's own ids (`Operand`) and
/// words (`Operator::caller_has`); other conditions never do.

#include <string>
#include <string_view>
#include <vector>

#include "salus/query/expr.hpp"

namespace salus {

/// The word that every caller has for an update that marks rows as deleted: the engine must see the
/// row that it leaves behind.
inline constexpr std::string_view removing_word = "removing";

/// What the rows of one table must satisfy.
struct RowRules {
  const EntityInfo* entity = nullptr;
  Expr visible;     ///< Rows that may be read, and those that a write must find.
  Expr created;     ///< A new row.
  Expr changeable;  ///< A row before it is changed.
  Expr changed;     ///< A row after it was changed.
};

/// Rows that rules look into, or the library itself, past that table's own rules. An `exists` of a
/// rule is about the look-up with the same entity and condition.
struct LookUp {
  std::string name;  ///< Of the view.
  const EntityInfo* entity = nullptr;
  std::vector<const FieldInfo*> columns;
  Expr condition;
};

/// Words that the caller has by rows: for each row the prefix and the columns, with spaces between.
/// Besides them a caller has the names of their roles.
struct CallerWords {
  std::string prefix;
  const EntityInfo* entity = nullptr;
  Expr condition;
  std::vector<const FieldInfo*> columns;
};

/// Tables that are not named are held to the organization alone.
struct RowSecurity {
  std::vector<RowRules> tables;
  std::vector<LookUp> look_ups;
  std::vector<CallerWords> words;
};

}  // namespace salus

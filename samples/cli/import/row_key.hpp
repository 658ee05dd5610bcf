#pragma once

/// By what a row of the database is known: the values of some columns, or a source system's id.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "salus/query/expr.hpp"
#include "salus/service/stored.hpp"

namespace salus::cli {

/// A field, or a text inside a field that holds JSON.
struct KeyColumn {
  const FieldInfo* field = nullptr;
  std::optional<JsonPath> path{};
};

/// `email`, or `metadata.visit_id`; nothing if the entity has no such column, or keeps it secret.
std::optional<KeyColumn> key_column(const EntityInfo& entity, std::string_view name);

/// Which values are a key. Rows of one kind are looked up together.
struct KeyKind {
  const EntityInfo* entity = nullptr;
  std::string system{};              ///< The namespace of a source's ids; empty: by `columns`.
  std::vector<KeyColumn> columns{};  ///< None, for a source's id: its key is one text.
};

/// A value for each column, in the form in which equal ones are the same.
using RowKey = std::vector<Value>;

/// A value as it stands in a key: of a column that ignores case, in lower case.
Value key_value(const KeyColumn& column, Value value);

/// The key of a row, given its cells by position.
RowKey key_of(const KeyKind& kind, std::span<const Cell> cells);

/// Holds for every row with one of these keys; for others too, so that an engine can ask its indexes
/// column by column.
Expr condition_near(const KeyKind& kind, std::span<const RowKey> keys);

}  // namespace salus::cli

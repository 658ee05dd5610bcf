#pragma once

/// The whole state of a database as one value: copied to keep it as it is, assigned to replace it.

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "persistent_map.hpp"
#include "table_format.hpp"

namespace salus::memory {

/// The rows of a table and what is unique among them.
struct Table {
  explicit Table(TableSchema schema);

  std::shared_ptr<const TableFormat> format;
  PersistentMap<RowPtr> rows;  ///< By primary key.
  std::vector<PersistentMap<std::monostate>>
      taken;  ///< The unique keys in use, for each of `format->uniques`.
  std::vector<PersistentMap<RowPtr>>
      busy;  ///< The rows that take time, by owner and key, for each of `format->exclusions`.

  /// Adds a row. Throws `conflict`, and the table is then half changed: change a copy.
  void add(const RowPtr& row);
  void drop(const Row& row);
  /// Whether another row has the key or a unique value of this one.
  bool has_taken(const Row& row) const;
};

struct Database {
  std::vector<Table> tables;  ///< Each after those it refers to.

  const Table* find(std::string_view name) const;
  /// Throws `schema_mismatch` when there is no such table.
  const Table& at(std::string_view name) const;
  Table& at(std::string_view name);
};

}  // namespace salus::memory

#pragma once

/// Conditions against rows: binds `salus/query/evaluate.hpp` to the tables of one state.

#include <cstddef>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "salus/query/expr.hpp"

#include "database.hpp"

namespace salus::memory {

/// A table as an entity sees it. An entity's columns are found by name, for a table that was changed
/// over time has them in another order.
struct EntityView {
  EntityView(const Database& database, const EntityInfo& entity);

  const Table* table;
  std::vector<std::size_t> positions;  ///< From the entity's columns to the table's.

  const Value& value(const Row& row, const FieldInfo& column) const {
    return row[positions[column.position]];
  }
};

/// Answers whether rows satisfy conditions, for the length of one call. Refers to the state and to
/// the conditions it was asked about.
class Matcher {
 public:
  Matcher(const Database& database, const Uuid& organization, Timestamp now)
      : database_{&database}, organization_{organization}, now_{now} {}

  bool holds(const Expr& condition, const EntityView& view, const Row& row);

 private:
  /// The live rows that an `exists` node may find, sorted by the column that links them.
  struct Related {
    EntityView view;
    std::vector<std::pair<Cell, const Row*>> rows;

    std::span<const std::pair<Cell, const Row*>> linked_to(const Cell& outer) const;
  };

  const Related& related(const Expr& node);
  bool related_holds(const Expr& node, const Cell& outer);

  const Database* database_;
  Uuid organization_;
  Timestamp now_;
  std::unordered_map<const Expr*, Related> related_;
};

}  // namespace salus::memory

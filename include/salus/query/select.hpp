#pragma once

/// Queries and writes as data: what the storage port is asked.
///
/// Every one is about one entity inside one organization; the adapter adds `organization_id = …`
/// from its session and leaves out rows that are marked as deleted.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "salus/query/expr.hpp"

namespace salus {

enum class Direction : std::uint8_t { ascending, descending };

/// Where missing values stand in an order, whatever its direction.
enum class Missing : std::uint8_t { last, first };

/// One key of an order.
struct OrderKey {
  const FieldInfo* column = nullptr;
  Direction direction = Direction::ascending;
  Missing missing = Missing::last;  ///< First only in an order that is read backwards.
};

/// An order as every adapter completes it: by the key columns that it lacks, in the direction of its last key.
inline std::vector<OrderKey> completed_order(const EntityInfo& entity,
                                             std::span<const OrderKey> order) {
  std::vector<OrderKey> keys{order.begin(), order.end()};
  const auto last = keys.empty() ? Direction::ascending : keys.back().direction;
  for (const auto& column : entity.columns) {
    if (!column.primary_key || column.name == "organization_id") continue;
    if (std::ranges::find(keys, &column, &OrderKey::column) == keys.end())
      keys.push_back({&column, last});
  }
  return keys;
}

/// What the answer is for: engines choose another plan for a page than for a whole set.
enum class Shape : std::uint8_t {
  page,  ///< The first rows of an order, or one row by key: stop early.
  set,   ///< All rows, or their number.
};

/// Reads rows. Each row holds the entity's columns in the table's order, and after them, if
/// `row_bits` is not empty, one integer with bit i set where `row_bits[i]` holds for the row.
struct Select {
  const EntityInfo* entity = nullptr;
  std::shared_ptr<const Expr>
      visible;   ///< The policy's predicate; null: no restriction. Shared, never changed.
  Expr where{};  ///< The caller's filter.
  std::shared_ptr<const std::vector<Expr>> row_bits;  ///< At most 63 conditions; null: none.
  std::vector<OrderKey> order;  ///< Always completed by the key, in the direction of the last key.
  std::optional<std::uint32_t> limit;
  std::uint64_t offset = 0;
  Shape shape = Shape::page;
  Timestamp now{};  ///< The time of the call.

  std::size_t cell_count() const { return entity->columns.size() + (row_bits ? 1U : 0U); }
};

/// Counts rows.
struct Count {
  const EntityInfo* entity = nullptr;
  std::shared_ptr<const Expr> visible;
  Expr where{};
  std::optional<std::uint32_t> limit;  ///< Stops there.
  Shape shape = Shape::set;            ///< A page where `where` names the few rows in question.
  Timestamp now{};
};

/// Adds rows; each row has a value for every column.
struct Insert {
  const EntityInfo* entity = nullptr;
  std::vector<std::vector<Value>> rows;
  Timestamp now{};  ///< The time of the call, for what the engine itself watches over.
  /// A row whose key, or another unique value, is taken already is left out, and is no conflict.
  bool skips_existing = false;
};

struct Assignment {
  const FieldInfo* column = nullptr;
  Value value;
};

/// Changes the rows that satisfy `where`.
struct Update {
  const EntityInfo* entity = nullptr;
  std::vector<Assignment> assignments{};
  Expr where{};
  Timestamp now{};
};

}  // namespace salus

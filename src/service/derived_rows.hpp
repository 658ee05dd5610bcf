#pragma once

/// What internal tables say of a row, kept in step with it.

#include <span>
#include <vector>

#include "salus/core/id.hpp"
#include "salus/storage/session.hpp"

namespace salus {

struct Organization;

/// A row before and after a write; an empty side: there was none, or is none any more.
struct DerivedChange {
  const EntityInfo& entity;
  Uuid row_id;
  std::span<const Value> before;
  std::span<const Value> after;
};

/// Makes the tables of identifiers and of words say what the row says. Writes only what differs.
void store_derived_rows(Transaction& transaction, Id<Organization> organization,
                        const DerivedChange& change);

/// Puts rows in the place of those that `old` finds; `never`: there are none.
void replace_rows(Transaction& transaction, const EntityInfo& table, const Expr& old,
                  std::vector<std::vector<Value>> rows);

}  // namespace salus

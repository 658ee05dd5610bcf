#pragma once

/// What internal tables say of a row, kept in step with it.

#include <vector>

#include "salus/core/id.hpp"
#include "salus/storage/session.hpp"

#include "row_change.hpp"

namespace salus {

struct Organization;

/// Makes the tables of identifiers and of words say what the row says. Writes only what differs.
void store_derived_rows(Transaction& transaction, Id<Organization> organization,
                        const RowChange& change);

/// Puts rows in the place of those that `old` finds; `never`: there are none.
void replace_rows(Transaction& transaction, const EntityInfo& table, const Expr& old,
                  std::vector<std::vector<Value>> rows);

}  // namespace salus

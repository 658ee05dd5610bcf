#pragma once

/// Queries over one state of the database.

#include <cstdint>
#include <functional>
#include <memory>

#include "salus/query/select.hpp"
#include "salus/storage/cursor.hpp"

#include "database.hpp"
#include "matcher.hpp"

namespace salus::memory {

/// The rows of an answer. Holds them itself: it may outlive the state it was made from.
std::unique_ptr<Cursor> select_rows(const Database& database, const Uuid& organization,
                                    const Select& query);

std::uint64_t count_rows(const Database& database, const Uuid& organization, const Count& query);

/// The organization's live rows that satisfy two conditions, by primary key; `visible` may be null.
std::vector<RowPtr> find_rows(const EntityView& view, const Uuid& organization, Matcher& matcher,
                              const Expr* visible, const Expr& where);

}  // namespace salus::memory

#pragma once

/// Where a page begins: what a cursor says, and the rows beyond it.

#include <optional>
#include <span>
#include <vector>

#include "salus/service/list_options.hpp"

namespace salus {

/// An order from its end to its beginning.
std::vector<OrderKey> reversed_order(std::vector<OrderKey> keys);

/// The values that a cursor has for the keys of a completed order. Throws `invalid_input` for a text that
/// `cursor_of` does not write for this order.
std::vector<Value> read_cursor(const std::string& cursor, const EntityInfo& entity,
                               std::span<const OrderKey> keys);

/// The rows behind a place in a completed order, as conditions: the rows of each come before those of the
/// next. Every one is a range of one index (organization, key, id), whatever is missing or equal, while
/// `(a, id) > (…)` is one only in engines that compare rows, and for orders of one direction without missing
/// values.
std::vector<Expr> ranges_behind(std::span<const OrderKey> keys, std::span<const Value> place);

/// All rows of an order in such ranges: apart where the first key is missing, as not every engine's index has
/// missing values where the order has them.
std::vector<Expr> ranges_from_the_beginning(const OrderKey& first);

}  // namespace salus

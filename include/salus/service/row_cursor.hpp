#pragma once

/// Where a row stands in an order, as an opaque text: pages that begin there cost the same at any depth.
///
/// @code
/// const auto by_birth = order_by(f<&Patient::birth_date>);
/// auto page = session.list<Patient>(by_birth, limit(50));
/// while (!page.empty()) {
///   …
///   page = session.list<Patient>(by_birth, limit(50), after(cursor_of(page.back(), by_birth)));
/// }
/// @endcode
///
/// Holds the values of the order's keys, which every reader of the list may see, and nothing else. The row
/// may change or go; its place stays.

#include <span>
#include <string>
#include <vector>

#include "salus/core/export.hpp"
#include "salus/service/list_options.hpp"
#include "salus/service/stored.hpp"

namespace salus {

SALUS_EXPORT std::string cursor_of(const RowView& row, std::span<const OrderKey> order);

/// The same, with the options of the list that the row is from.
template <Described T, class... Options>
std::string cursor_of(const Stored<T>& row, const Options&... options) {
  ListOptions list;
  (options(list), ...);
  const auto& entity = entity_info<T>();
  const auto values = values_of(*row);
  std::vector<Cell> cells(entity.columns.size());
  for (const auto& field : entity.fields()) cells[field.position] = borrow(values[field.position]);
  cells[entity.version().position] = row.version();
  cells[entity.created_at().position] = row.facts().created_at;
  cells[entity.updated_at().position] = row.facts().updated_at;
  return cursor_of(RowView{&entity, cells, row.facts()}, list.order);
}

}  // namespace salus

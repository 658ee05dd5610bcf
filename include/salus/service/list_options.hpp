#pragma once

/// The options of a list, written in any order:
/// @code
/// session.list<Patient>(where(f<&Patient::sex> == Sex::female), order_by(f<&Patient::birth_date>), limit(50));
/// @endcode

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "salus/query/column.hpp"
#include "salus/query/select.hpp"

namespace salus {

/// Which rows, in which order, how many.
struct ListOptions {
  Expr filter;
  std::vector<OrderKey> order;  ///< Empty: by id, that is by creation.
  std::optional<std::uint32_t>
      limit;  ///< Empty: all; rows come one at a time, so memory stays flat.
  std::uint64_t offset = 0;
};

inline auto where(Expr filter) {
  return [filter = std::move(filter)](ListOptions& options) {
    options.filter = std::move(options.filter) && filter;
  };
}

template <auto Member>
auto order_by(Column<Member>, Direction direction = Direction::ascending) {
  static_assert(field_info<Member>().sortable || field_info<Member>().unique ||
                    field_info<Member>().primary_key,
                "This field has no index to sort by; mark it sortable in the entity's table.");
  return [direction](ListOptions& options) {
    options.order.push_back({&field_info<Member>(), direction});
  };
}

inline auto limit(std::uint32_t rows) {
  return [rows](ListOptions& options) { options.limit = rows; };
}

inline auto offset(std::uint64_t rows) {
  return [rows](ListOptions& options) { options.offset = rows; };
}

/// A change for `Session::update`: `set(f<&Patient::phone_number>, "+44 …")`.
template <auto Member>
auto set(Column<Member>, const typename Field<Member>::Type& value) {
  return [value = detail::Storage<typename Field<Member>::Type>::load(value)](auto& patch) {
    patch.set(field_info<Member>(), value);
  };
}

}  // namespace salus

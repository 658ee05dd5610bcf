#pragma once

/// The options of a list, written in any order:
/// @code
/// session.list<Patient>(where(f<&Patient::sex> == Sex::female), order_by(f<&Patient::birth_date>), limit(50));
/// @endcode

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "salus/query/column.hpp"
#include "salus/query/select.hpp"

namespace salus {

/// Which side of a row a page is on.
enum class PageSide : std::uint8_t { after, before };

/// What becomes of the rows: the journal tells the two apart.
enum class ListUse : std::uint8_t {
  shown,     ///< Somebody looks at them: `search`.
  exported,  ///< They leave the clinic as a file: `export`.
};

/// Which rows, in which order, how many.
struct ListOptions {
  Expr filter;
  std::string search;           ///< See `search`; blank: all.
  std::vector<OrderKey> order;  ///< Empty: by id, that is by creation.
  std::optional<std::uint32_t>
      limit;  ///< Empty: all; rows come one at a time, so memory stays flat.
  std::uint64_t offset = 0;
  std::string cursor;  ///< From `cursor_of`, with the same order; empty: from the beginning.
  PageSide side = PageSide::after;
  ListUse use = ListUse::shown;
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

/// Rows in which every term matches the beginning of some word, without case and accents, as FHIR's
/// string search does: `search("oka mur")` finds Murat Okafor. Terms are separated by spaces and commas.
/// The words of one term, `"ada okafor"` in quotes or o'neil, must follow one another in one field, the
/// last by its beginning. Only fields marked `searchable` count, and only where the reader may see
/// them. At most 16 words.
inline auto search(std::string text) {
  return [text = std::move(text)](ListOptions& options) { options.search = text; };
}

/// The rows behind a row, or before it, in the order of the list: with a limit, those next to it. Costs
/// the same at any depth; the rows before are kept in memory. `cursor` is from `cursor_of`; throws
/// `invalid_input` for one of another order.
inline auto after(std::string cursor) {
  return [cursor = std::move(cursor)](ListOptions& options) {
    options.cursor = cursor;
    options.side = PageSide::after;
  };
}
inline auto before(std::string cursor) {
  return [cursor = std::move(cursor)](ListOptions& options) {
    options.cursor = cursor;
    options.side = PageSide::before;
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

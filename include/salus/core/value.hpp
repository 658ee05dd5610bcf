#pragma once

/// The value of one field, on its way to or from storage: `Value` owns, `Cell` borrows.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "salus/core/id.hpp"
#include "salus/core/time.hpp"

namespace salus {

/// Bytes that are not text.
struct Bytes {
  std::string data;
  friend auto operator<=>(const Bytes&, const Bytes&) = default;
};

/// Borrowed `Bytes`.
struct BytesView {
  std::string_view data;
  friend auto operator<=>(const BytesView&, const BytesView&) = default;
};

/// "No value": equal to nothing, and never the same as an empty text.
using Null = std::monostate;

using Value =
    std::variant<Null, bool, std::int64_t, double, std::string, Bytes, Uuid, Timestamp, Date>;
using Cell = std::variant<Null, bool, std::int64_t, double, std::string_view, BytesView, Uuid,
                          Timestamp, Date>;

inline bool is_null(const Value& value) { return std::holds_alternative<Null>(value); }
inline bool is_null(const Cell& cell) { return std::holds_alternative<Null>(cell); }

/// A cell over a value; valid as long as the value.
inline Cell borrow(const Value& value) {
  return std::visit(
      [](const auto& held) -> Cell {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::string>)
          return std::string_view{held};
        else if constexpr (std::is_same_v<Held, Bytes>)
          return BytesView{held.data};
        else
          return held;
      },
      value);
}

/// A copy of a cell that lives on its own.
inline Value own(const Cell& cell) {
  return std::visit(
      [](const auto& held) -> Value {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::string_view>)
          return std::string{held};
        else if constexpr (std::is_same_v<Held, BytesView>)
          return Bytes{std::string{held.data}};
        else
          return held;
      },
      cell);
}

/// Orders two cells of one type: numbers by size, text by bytes, missing values last.
inline std::partial_ordering compare(const Cell& left, const Cell& right) {
  if (is_null(left) || is_null(right)) return is_null(left) <=> is_null(right);
  if (left.index() != right.index()) return std::partial_ordering::unordered;
  return std::visit(
      [&right](const auto& held) -> std::partial_ordering {
        return held <=> std::get<std::decay_t<decltype(held)>>(right);
      },
      left);
}

}  // namespace salus

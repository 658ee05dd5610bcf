#pragma once

/// What the tables of entities and of nested values have in common: typed fields, in their order.

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "salus/core/value.hpp"
#include "salus/schema/entity_info.hpp"
#include "salus/schema/field.hpp"

namespace salus {

/// Specialise it for a struct, with a `static constexpr auto entity`; or `value`, if it is nested in others.
template <class T>
struct Describe;

/// The fields of a struct, and how an object becomes a row of values and back.
template <class T, class... Fields>
class FieldTable {
 public:
  static constexpr std::size_t field_count = sizeof...(Fields);
  static_assert(field_count > 0 && field_count < 60, "A table has between 1 and 59 fields.");

  explicit constexpr FieldTable(Fields... list) : fields{list...} {}

  /// Where a member stands in the table.
  template <auto Member>
  static constexpr std::size_t position_of() {
    std::size_t position = 0;
    const bool found = ((same_member<Member, Fields::member>() || (++position, false)) || ...);
    static_assert((same_member<Member, Fields::member>() || ...),
                  "This member is not in the entity's table; add a field<…> line for it.");
    return found ? position : field_count;
  }

  /// Fills an object from cells or values in the table's order; what does not fit is left as it is.
  template <class Cells>
  static void decode_into(T& object, const Cells& cells) {
    std::size_t position = 0;
    (decode_member<Fields::member>(object, cells[position++]), ...);
  }

  /// Puts an object's fields over the first values of a row.
  static void encode_from(const T& object, std::vector<Value>& values) {
    std::size_t position = 0;
    ((values[position++] = detail::Storage<typename Fields::Type>::load(object.*Fields::member)),
     ...);
  }

  std::tuple<Fields...> fields;

 protected:
  /// A rule over an object, as one over its values.
  template <class Holds>
  static constexpr CheckInfo check_info(std::string_view code, std::string_view field,
                                        std::string_view message) {
    return {code, field, message, [](std::span<const Value> values) {
              T object;
              decode_into(object, values);
              return Holds{}(object);
            }};
  }

 private:
  template <auto A, auto B>
  static constexpr bool same_member() {
    if constexpr (std::same_as<decltype(A), decltype(B)>)
      return A == B;
    else
      return false;
  }

  template <auto Member>
  static void decode_member(T& object, const Cell& cell) {
    detail::Storage<typename Field<Member>::Type>::store(object.*Member, cell);
  }
  template <auto Member>
  static void decode_member(T& object, const Value& value) {
    decode_member<Member>(object, borrow(value));
  }
};

namespace detail {

/// The values of a default-made object.
template <class T, class Table>
std::vector<Value> default_values() {
  std::vector<Value> values(Table::field_count);
  Table::encode_from(T{}, values);
  return values;
}

/// Puts the erased view of each field into the first places of `columns`.
template <class Table, class Columns>
constexpr void erase_fields(const Table& table, Columns& columns) {
  std::apply(
      [&columns](const auto&... field) {
        std::size_t position = 0;
        ((columns[position] = erase(field, position), ++position), ...);
      },
      table.fields);
}

}  // namespace detail

}  // namespace salus

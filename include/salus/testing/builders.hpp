#pragma once

/// Rows, writes and queries for tests of the storage port, from objects.
///
/// @code
/// session->run([&](Transaction& tx) { tx.insert(insert_of(organization, std::vector{patient})); });
/// rows(*session, select_of<Patient>(f<&Patient::mrn> == "M-17"));
/// @endcode

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/core/value.hpp"
#include "salus/query/column.hpp"
#include "salus/query/select.hpp"
#include "salus/schema/entity.hpp"
#include "salus/storage/session.hpp"

namespace salus::testing {

using Row = std::vector<Value>;

/// An id by its number; ids are in the order of their numbers.
inline Uuid numbered_uuid(std::uint32_t number) {
  Uuid uuid;
  uuid.bytes[6] = 0x70;
  uuid.bytes[8] = 0x80;
  for (std::size_t i = 0; i < 4; ++i) {
    uuid.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i) & 0xFFU);
  }
  return uuid;
}

template <class T>
Id<T> numbered(std::uint32_t number) {
  return Id<T>{numbered_uuid(number)};
}

inline std::uint32_t number_of(const Uuid& uuid) {
  std::uint32_t number = 0;
  for (std::size_t i = 12; i < 16; ++i) number = number << 8U | uuid.bytes[i];
  return number;
}

/// A moment and a day by their ISO 8601 text.
inline Timestamp moment(std::string_view text) { return parse_timestamp(text).value(); }
inline Date day(std::string_view text) { return parse_date(text).value(); }

/// What a row has besides the object's fields.
struct RowFacts {
  Uuid organization;
  std::optional<Timestamp> deleted_at{};
  std::int64_t version = 1;
  Timestamp at{};
};

/// An object as the port takes it: a value for every column.
template <Described T>
Row row_of(const T& object, const RowFacts& facts) {
  Row row = values_of(object);
  if (entity_info<T>().metadata == RowMetadata::absent) return row;
  row.insert(row.end(), {facts.organization, facts.version, facts.at, facts.at});
  row.push_back(facts.deleted_at ? Value{*facts.deleted_at} : Value{});
  return row;
}

template <Described T>
Insert insert_of(const RowFacts& facts, const std::vector<T>& objects) {
  Insert insert;
  insert.entity = &entity_info<T>();
  for (const auto& object : objects) insert.rows.push_back(row_of(object, facts));
  return insert;
}

template <Described T>
Select select_of(Expr where = {}) {
  Select query;
  query.entity = &entity_info<T>();
  query.where = std::move(where);
  return query;
}

template <Described T>
Count count_of(Expr where = {}) {
  Count query;
  query.entity = &entity_info<T>();
  query.where = std::move(where);
  return query;
}

/// A member and its new value: `assign<&Patient::phone_number>("+234 …")`, `assign<…>(std::nullopt)`.
template <auto Member>
Assignment assign(const typename Field<Member>::Type& value) {
  return {&field_info<Member>(), detail::Storage<typename Field<Member>::Type>::load(value)};
}

template <Described T>
Update update_of(Expr where, std::vector<Assignment> assignments) {
  Update change;
  change.entity = &entity_info<T>();
  change.assignments = std::move(assignments);
  change.where = std::move(where);
  return change;
}

/// Marks rows as deleted.
template <Described T>
Update mark_deleted_of(Expr where) {
  return update_of<T>(std::move(where), {{&entity_info<T>().deleted_at(), Timestamp{}}});
}

/// All rows of an answer, as values of their own.
inline std::vector<Row> rows(Reader& reader, const Select& query) {
  std::vector<Row> answer;
  std::vector<Cell> cells(query.cell_count());
  const auto cursor = reader.select(query);
  while (cursor->next(cells)) {
    auto& row = answer.emplace_back();
    for (const auto& cell : cells) row.push_back(own(cell));
  }
  return answer;
}

/// All objects of an answer.
template <Described T>
std::vector<T> objects(Reader& reader, const Select& query) {
  std::vector<T> answer;
  for (const auto& row : rows(reader, query)) {
    std::decay_t<decltype(Describe<T>::entity)>::decode_into(answer.emplace_back(), row);
  }
  return answer;
}

}  // namespace salus::testing

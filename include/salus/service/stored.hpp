#pragma once

/// A row as it was read: its value, and what is true of it besides.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "salus/access/access_plan.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

/// What every stored row has beside its fields.
struct RowFacts {
  std::int64_t version = 0;  ///< Counts the updates, from 1.
  Timestamp created_at{};
  Timestamp updated_at{};
  FieldMask readable;  ///< The fields that the reader may see; the others are blank, not empty.
  ActionSet allowed;   ///< What else the reader may do with the row. Advice: the write decides.

  bool shows(const FieldInfo& field) const { return readable.contains(field); }
  bool can(Action action) const { return allowed.contains(action); }
};

/// One row, borrowed from a cursor: valid until the next row. Hidden cells are null.
struct RowView {
  const EntityInfo* entity = nullptr;
  std::span<const Cell> cells;  ///< The entity's columns in the table's order.
  RowFacts facts;

  Uuid id() const { return std::get<Uuid>(cells.front()); }
  const Cell& operator[](const FieldInfo& field) const { return cells[field.position]; }
};

/// A row of any entity, on its own feet: for code that learns at run time which entity it serves.
struct Record {
  const EntityInfo* entity = nullptr;
  std::vector<Value> values;  ///< The fields in the table's order; hidden ones are null.
  RowFacts facts;

  Record() = default;
  explicit Record(const RowView& row) : entity{row.entity}, facts{row.facts} {
    values.reserve(entity->field_count);
    for (const auto& cell : row.cells.first(entity->field_count)) values.push_back(own(cell));
  }

  Uuid id() const { return std::get<Uuid>(values.front()); }
  const Value& operator[](const FieldInfo& field) const { return values[field.position]; }
};

/// The row of a record as a query gives it, borrowed from the record.
inline std::vector<Cell> cells_of(const Record& record) {
  const auto& entity = *record.entity;
  std::vector<Cell> cells(entity.columns.size());
  for (const auto& field : entity.fields()) cells[field.position] = borrow(record[field]);
  if (entity.metadata == RowMetadata::absent) return cells;
  cells[entity.version().position] = record.facts.version;
  cells[entity.created_at().position] = record.facts.created_at;
  cells[entity.updated_at().position] = record.facts.updated_at;
  return cells;
}

/// A row of entity `T`: reads like a pointer to it. A member the reader may not see has the value of
/// a default-made `T`; ask `shows<&T::member>()` before taking it for the truth.
template <Described T>
class Stored {
 public:
  Stored(T value, RowFacts facts) : value_{std::move(value)}, facts_{facts} {}
  explicit Stored(const RowView& row) : facts_{row.facts} {
    std::decay_t<decltype(Describe<T>::entity)>::decode_into(value_, row.cells);
  }
  explicit Stored(const Record& record) : facts_{record.facts} {
    std::decay_t<decltype(Describe<T>::entity)>::decode_into(value_, record.values);
  }

  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }
  const RowFacts& facts() const { return facts_; }
  std::int64_t version() const { return facts_.version; }

  template <auto Member>
  bool shows() const {
    return facts_.shows(field_info<Member>());
  }
  bool can(Action action) const { return facts_.can(action); }

 private:
  T value_{};
  RowFacts facts_;
};

}  // namespace salus

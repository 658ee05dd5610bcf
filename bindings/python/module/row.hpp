#pragma once

/// A value of an entity as Python holds it: made by keywords, or read from a clinic. Never changes.

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <pybind11/pybind11.h>

#include "salus/schema/entity.hpp"
#include "salus/schema/patch.hpp"
#include "salus/service/stored.hpp"

namespace salus::python {

namespace py = pybind11;

/// What is the same for every entity: the Python class `salus.Entity`.
class Row {
 public:
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;
  virtual ~Row() = default;

  const EntityInfo* entity = nullptr;
  FieldMask
      known;  ///< Of a value made by keywords: those given. Of a row: those its reader may see.
  std::optional<RowFacts> facts;  ///< Of a row that was read.

  /// The object that the entity's table describes.
  virtual const void* object() const = 0;

  Value value_of(const FieldInfo& field) const { return field.load(object()); }
  Uuid id() const;

  /// What the row has beside its fields; raises AttributeError for a value that is stored nowhere yet.
  const RowFacts& stored(std::string_view attribute) const;

  /// Raises salus.HiddenField for a field that the reader may not see, and AttributeError for one that
  /// a value made by keywords was not given, unless it has a default.
  void require(const FieldInfo& field) const;

  /// The fields given, for `Session::create`.
  Patch as_patch() const;

  /// The fields that the reader may see, and the facts, under their names.
  py::dict as_dict() const;

  /// Without protected health information.
  std::string repr() const;

  bool equals(const Row& other) const;

 protected:
  explicit Row(const EntityInfo& described) : entity{&described} {}
};

/// The row that a Python object is; raises TypeError for any other object.
const Row& row_of(py::handle given);

/// Reads keywords into a patch. Raises TypeError for a name that is no field, naming the nearest, and
/// InvalidInput for everything that is wrong with the values.
Patch read_fields(const EntityInfo& entity, const py::dict& fields);

/// A row of one entity: its Python class is derived from `salus.Entity`.
template <Described T>
class TypedRow final : public Row {
 public:
  explicit TypedRow(const py::dict& fields) : Row{entity_info<T>()} {
    const Patch patch = read_fields(*entity, fields);
    known = patch.given();
    for (const auto& field : entity->fields()) {
      if (known.contains(field)) field.store(&value, borrow(patch.value(field)));
    }
  }
  explicit TypedRow(const Stored<T>& row) : Row{entity_info<T>()}, value{*row} {
    known = row.facts().readable;
    facts = row.facts();
  }

  const void* object() const override { return &value; }

  T value{};
};

/// Rows on their way from the library to Python: filled without the interpreter's lock, and handed
/// over with it.
class RowBuffer {
 public:
  RowBuffer() = default;
  RowBuffer(const RowBuffer&) = delete;
  RowBuffer& operator=(const RowBuffer&) = delete;
  virtual ~RowBuffer() = default;

  virtual void add(const RowView& row) = 0;
  virtual void add(const Record& row) = 0;
  virtual py::list take_rows() = 0;
  virtual py::list take_dicts() = 0;
};

template <Described T>
class TypedRowBuffer final : public RowBuffer {
 public:
  void add(const RowView& row) override { rows_.emplace_back(row); }
  void add(const Record& row) override { rows_.emplace_back(row); }

  py::list take_rows() override {
    return take([](const Stored<T>& row) { return py::cast(std::make_unique<TypedRow<T>>(row)); });
  }
  py::list take_dicts() override {
    return take([](const Stored<T>& row) { return TypedRow<T>{row}.as_dict(); });
  }

 private:
  template <class Convert>
  py::list take(const Convert& convert) {
    py::list list{rows_.size()};
    std::size_t position = 0;
    for (const auto& row : std::exchange(rows_, {})) list[position++] = convert(row);
    return list;
  }

  std::vector<Stored<T>> rows_;
};

}  // namespace salus::python

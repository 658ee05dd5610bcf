#pragma once

/// The Python class of an entity, folded from its table: an attribute for each field that may leave
/// the library, and a constructor with a keyword for each that a caller may set.

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include <pybind11/pybind11.h>

#include "salus/query/column.hpp"
#include "salus/query/filter.hpp"

#include "casters.hpp"
#include "choice.hpp"
#include "row.hpp"

namespace salus::python {

/// What the code that serves every entity needs to know of a class.
struct EntityClass {
  const EntityInfo* entity = nullptr;
  std::span<const FilterInfo> filters;
  std::unique_ptr<RowBuffer> (*make_buffer)() = nullptr;
};

/// The entity of a Python class; raises TypeError for any other object.
const EntityClass& entity_class_of(py::handle python_class);

void register_entity_class(py::handle python_class, EntityClass entity);

/// Documentation, made from the table.
std::string document_entity(const EntityInfo& entity);
std::string document_constructor(const EntityInfo& entity,
                                 std::span<const std::string_view> choice_classes);
std::string document_field(const FieldFacts& field);

/// The Python class of a member's choices; empty: it has none.
template <auto Member>
constexpr std::string_view choice_class_of() {
  using Type = typename Column<Member>::Type;
  if constexpr (Enumeration<Type>)
    return type_name<Type>;
  else
    return {};
}

template <class T, auto Member>
void bind_field(py::module_& module, py::class_<TypedRow<T>, Row>& python_class) {
  constexpr const FieldInfo& field = field_info<Member>();
  if constexpr (!field.write_only) {
    using Type = typename Column<Member>::Type;
    if constexpr (Enumeration<Type>) bind_choice<Type>(module);
    const auto read = [](const TypedRow<T>& row) -> const typename Field<Member>::Type& {
      row.require(field_info<Member>());
      return row.value.*Member;
    };
    python_class.def_property_readonly(
        std::string{field.name}.c_str(), read, document_field(field).c_str());
  }
}

template <class T>
void bind_constructor(py::class_<TypedRow<T>, Row>& python_class,
                      const std::string& documentation) {
  py::options options;
  options.disable_function_signatures();  // the documentation begins with one
  python_class.def(py::init([](const py::args& positional, const py::kwargs& fields) {
                     // pybind11's own refusal would print what was given.
                     if (!positional.empty()) throw py::type_error{"Give each field by its name."};
                     return std::make_unique<TypedRow<T>>(fields);
                   }),
                   documentation.c_str());
}

template <Described T>
std::unique_ptr<RowBuffer> make_buffer() {
  return std::make_unique<TypedRowBuffer<T>>();
}

template <Described T>
void bind_entity(py::module_& module) {
  const auto& entity = entity_info<T>();
  py::class_<TypedRow<T>, Row> python_class{
      module, std::string{entity.type_name}.c_str(), document_entity(entity).c_str()};
  std::apply(
      [&]<class... Fields>(const Fields&...) {
        (bind_field<T, Fields::member>(module, python_class), ...);
        constexpr std::array choices{choice_class_of<Fields::member>()...};
        bind_constructor(python_class, document_constructor(entity, choices));
      },
      Describe<T>::entity.fields);
  register_entity_class(python_class, {&entity, Filters<T>::filters, &make_buffer<T>});
}

}  // namespace salus::python

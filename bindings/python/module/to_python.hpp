#pragma once

/// Values of Salus as the objects that Python has for them. The interpreter's lock is held.

#include <string_view>

#include <pybind11/pybind11.h>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/core/time.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/entity.hpp"
#include "salus/schema/value_info.hpp"

namespace salus::python {

namespace py = pybind11;

py::object to_python(Uuid uuid);         ///< uuid.UUID
py::object to_python(Timestamp moment);  ///< datetime.datetime, in UTC
py::object to_python(Date day);          ///< datetime.date
py::object to_python(TimeOfDay time);    ///< datetime.time
py::object to_python(const Json& json);  ///< dict, list, str, float …: a fresh object each time
py::str to_python(std::string_view text);

/// By what the field holds; a choice becomes its word.
py::object to_python(const Value& value, const FieldFacts& field);

/// A nested value: a dict of its fields.
py::object to_python(const ValueInfo& info, const void* object);

/// A set of words.
class Names : public py::frozenset {
 public:
  explicit Names(const py::set& names) : py::frozenset{names} {}
};

/// The names of the fields in a mask.
Names names_of(const EntityInfo& entity, FieldMask mask);

}  // namespace salus::python

template <>
struct pybind11::detail::handle_type_name<salus::python::Names> {
  static constexpr auto name = const_name("frozenset[str]");
};

#include <pybind11/typing.h>

#include "salus/domain/domain_catalog.hpp"

#include "bindings.hpp"
#include "entity_class.hpp"
#include "to_python.hpp"

namespace salus::python {

namespace {

bool row_can(const Row& row, const py::str& action) {
  return row.stored("can").can(action_of(action));
}

bool equals(const Row& row, py::handle other) {
  return py::isinstance<Row>(other) && row.equals(other.cast<const Row&>());
}

/// By identity, so that equal rows have equal hashes whatever their readers see.
py::ssize_t hash(const Row& row) {
  if (!row.facts) throw py::type_error{"unhashable: it is not stored yet"};
  return py::hash(to_python(row.id()));
}

void bind_row(const py::module_& module) {
  py::class_<Row>(module, "Entity", "What every entity's class is derived from.")
      .def_property_readonly("id", &Row::id)
      .def_property_readonly(
          "version",
          [](const Row& row) { return row.stored("version").version; },
          "Counts the updates, from 1.")
      .def_property_readonly("created_at",
                             [](const Row& row) { return row.stored("created_at").created_at; })
      .def_property_readonly("updated_at",
                             [](const Row& row) { return row.stored("updated_at").updated_at; })
      .def_property_readonly(
          "readable",
          [](const Row& row) { return names_of(*row.entity, row.known); },
          "The names of the fields that you may see, or, of a value made by keywords, that were "
          "given.")
      .def("can",
           row_can,
           py::arg("action"),
           py::pos_only{},
           "Whether you may do something else with this row: read, update or remove.\n\n"
           "The answer came with the row. It is advice: the write decides.")
      .def("__eq__", equals)
      .def("__hash__", hash)
      .def("__repr__", &Row::repr);
}

}  // namespace

void bind_entities(py::module_& module) {
  bind_row(module);
  bind_entity<Organization>(module);
  bind_entity<User>(module);
  bind_entity<Doctor>(module);
  bind_entity<Patient>(module);
  bind_entity<CareRelationship>(module);
  bind_entity<Appointment>(module);
  bind_entity<MedicalRecord>(module);
  bind_entity<AccessLevel>(module);
  bind_entity<AccessRule>(module);
  bind_entity<AccessReview>(module);
  module.def(
      "to_dict",
      [](py::handle row) -> py::typing::Dict<py::str, py::object> { return row_of(row).as_dict(); },
      py::arg("row"),
      py::pos_only{},
      "The fields of a row that you may see, and its version and times, by name.\n\n"
      "``pandas.DataFrame(map(salus.to_dict, rows))`` is a table of them.");
}

}  // namespace salus::python

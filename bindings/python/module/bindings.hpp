#pragma once

/// What each part of the module adds to it. The Python files beside the module are its public face:
/// they check arguments, because pybind11's own refusal prints them, and some are secrets.

#include <pybind11/pybind11.h>

#include "salus/access/rule.hpp"

namespace salus::python {

namespace py = pybind11;

void bind_errors(py::module_& module);
void bind_entities(py::module_& module);
void bind_answers(py::module_& module);
void bind_databases(py::module_& module);
void bind_session(const py::module_& module);
void bind_clinic(const py::module_& module);

/// "read", "create", "update" or "remove"; raises InvalidInput for any other word.
Action action_of(py::handle word);

}  // namespace salus::python

#pragma once

/// `salus::Error` as a hierarchy of Python exceptions, made from `salus::error_table`.

#include <pybind11/pybind11.h>

#include "salus/core/error.hpp"

namespace salus::python {

namespace py = pybind11;

/// The exception object for an error.
py::object exception_of(const Error& error);

/// Raises a Python exception object.
[[noreturn]] void raise(const py::object& exception);

/// Raises salus.HiddenField for an attribute.
[[noreturn]] void raise_hidden(std::string_view entity, std::string_view field);

}  // namespace salus::python

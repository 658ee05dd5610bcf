#pragma once

/// Python objects as values of Salus. The interpreter's lock is held.

#include <optional>
#include <string_view>

#include <pybind11/pybind11.h>

#include "salus/core/issues.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/entity.hpp"

namespace salus::python {

namespace py = pybind11;

/// Reads the value of a field, or reports what is wrong with it. `None` is the missing value; text is read as a URL's
/// is; a row stands for its id where its entity is referred to. Nothing reported repeats what was given.
std::optional<Value> read_value(const FieldFacts& field, py::handle given, Issues& issues);

/// Reads the id of a row: a uuid.UUID, or its text.
Uuid read_id(py::handle given);

/// The types that `read_value` takes, as a signature names them: "datetime.date | str".
std::string accepted_types(const FieldFacts& field, std::string_view choice_class);

/// Whichever of the known names is most like the name that was given.
std::string nearest(py::handle given, const py::list& known);

/// The text of a str, as UTF-8. Lone surrogates pass, so that validation can name them.
std::string text_of(py::handle given);

}  // namespace salus::python

#pragma once

/// The keywords of a list become a condition and an order, by the tables of the entity: the names
/// are those of the wire.

#include <vector>

#include <pybind11/pybind11.h>

#include "salus/query/select.hpp"

#include "entity_class.hpp"

namespace salus::python {

/// `sex="female", born_after=date(1980, 1, 1)`: all must hold. A list of values: one of them; None:
/// the value is missing. Throws `invalid_input` with every issue; an unknown name comes with the nearest.
Expr read_filter(const EntityClass& entity, const py::dict& filters, Calendar& calendar);

/// `["-birth_date", "name"]`: a minus is descending.
std::vector<OrderKey> read_order(const EntityInfo& entity, const py::list& names);

}  // namespace salus::python

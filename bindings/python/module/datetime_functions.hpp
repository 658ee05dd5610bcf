#pragma once

#include <Python.h>
#include <datetime.h>

namespace salus::python {

/// Python's own table of types and functions for dates and times. The interpreter's lock is held.
const PyDateTime_CAPI& datetime_functions();

}  // namespace salus::python

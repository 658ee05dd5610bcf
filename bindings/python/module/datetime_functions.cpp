#include "datetime_functions.hpp"

#include <pybind11/pybind11.h>

namespace salus::python {

const PyDateTime_CAPI& datetime_functions() {
  if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) throw pybind11::error_already_set{};
  return *PyDateTimeAPI;
}

}  // namespace salus::python

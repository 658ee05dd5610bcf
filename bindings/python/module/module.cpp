/// The module salus._core: the C++ library, as the Python files of the package see it.

#include "bindings.hpp"

PYBIND11_MODULE(_core, module) {
  namespace python = salus::python;
  module.attr("__version__") = SALUS_VERSION;
  python::bind_errors(module);
  python::bind_entities(module);
  python::bind_answers(module);
  python::bind_databases(module);
  python::bind_session(module);
  python::bind_clinic(module);
}

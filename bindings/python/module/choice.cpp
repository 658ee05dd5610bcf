#include "choice.hpp"

#include "to_python.hpp"

namespace salus::python {

py::object make_choice_class(py::module_& module, std::string_view name,
                             std::span<const std::string_view> words) {
  using py::literals::operator""_a;
  py::list members;
  for (const auto word : words) members.append(py::make_tuple(to_python(word), to_python(word)));
  const auto base = py::module_::import("salus._choice").attr("Choice");
  py::object made = base(to_python(name), members, "module"_a = module.attr("__name__"));
  module.add_object(std::string{name}.c_str(), made);
  return made;
}

}  // namespace salus::python

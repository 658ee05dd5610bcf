#pragma once

/// Enumerations as Python has them: `salus.Sex.female == "female"`.

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include <pybind11/pybind11.h>

#include "salus/schema/reflect.hpp"

namespace salus::python {

namespace py = pybind11;

/// Makes a subclass of salus._choice.Choice with these words, and puts it into the module.
py::object make_choice_class(py::module_& module, std::string_view name,
                             std::span<const std::string_view> words);

/// The name of an enumeration, in the form that signatures are made of.
template <Enumeration E>
struct ChoiceName {
  constexpr ChoiceName() {
    for (std::size_t i = 0; i < type_name<E>.size(); ++i) text[i] = type_name<E>[i];
  }
  char text[type_name<E>.size() + 1]{};
};
template <Enumeration E>
inline constexpr ChoiceName<E> choice_name{};

/// The members of the Python class, in the enumeration's order. Kept for the life of the process.
template <Enumeration E>
inline std::array<PyObject*, enumerator_names<E>.size()> choice_members{};

template <Enumeration E>
void bind_choice(py::module_& module) {
  if (choice_members<E>.front() != nullptr) return;
  const auto made = make_choice_class(module, type_name<E>, enumerator_names<E>);
  std::size_t position = 0;
  for (const auto member : made) choice_members<E>[position++] = member.inc_ref().ptr();
}

template <Enumeration E>
py::object choice_of(E value) {
  return py::reinterpret_borrow<py::object>(choice_members<E>[static_cast<std::size_t>(value)]);
}

}  // namespace salus::python

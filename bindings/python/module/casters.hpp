#pragma once

/// Lets pybind11 hand our types to Python and name them in signatures. One way only: what comes from
/// Python is read by to_value.hpp, which reports all issues at once and never repeats a value.

#include <type_traits>

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "salus/schema/nested.hpp"

#include "choice.hpp"
#include "to_python.hpp"

namespace pybind11::detail {

template <class T>
struct SalusOutputCaster {
  static handle cast(const T& value, return_value_policy, handle) {
    return salus::python::to_python(value).release();
  }
};

template <>
struct type_caster<salus::Uuid> : SalusOutputCaster<salus::Uuid> {
  static constexpr auto name = const_name("uuid.UUID");
};

template <class T>
struct type_caster<salus::Id<T>> {
  static constexpr auto name = const_name("uuid.UUID");
  static handle cast(const salus::Id<T>& id, return_value_policy, handle) {
    return salus::python::to_python(id.value).release();
  }
};

template <>
struct type_caster<salus::Timestamp> : SalusOutputCaster<salus::Timestamp> {
  static constexpr auto name = const_name("datetime.datetime");
};

template <>
struct type_caster<salus::Date> : SalusOutputCaster<salus::Date> {
  static constexpr auto name = const_name("datetime.date");
};

template <>
struct type_caster<salus::Json> : SalusOutputCaster<salus::Json> {
  static constexpr auto name = const_name("typing.Any");
};

template <>
struct type_caster<salus::TimeOfDay> : SalusOutputCaster<salus::TimeOfDay> {
  static constexpr auto name = const_name("datetime.time");
};

template <class T>
struct type_caster<T, std::enable_if_t<salus::DescribedValue<T>>> {
  static constexpr auto name = const_name("dict[str, typing.Any]");
  static handle cast(const T& value, return_value_policy, handle) {
    return salus::python::to_python(salus::value_info<T>(), &value).release();
  }
};

template <>
struct type_caster<salus::Bytes> {
  static constexpr auto name = const_name("bytes");
  static handle cast(const salus::Bytes& bytes, return_value_policy, handle) {
    return pybind11::bytes{bytes.data}.release();
  }
};

// Every enumeration here is a closed list of words.
template <class E>
struct type_caster_enum_type_enabled<E, std::enable_if_t<std::is_enum_v<E>>> : std::false_type {};

template <class E>
struct type_caster<E, std::enable_if_t<std::is_enum_v<E>>> {
  static constexpr auto name = const_name(salus::python::choice_name<E>.text);
  static handle cast(E value, return_value_policy, handle) {
    return salus::python::choice_of(value).release();
  }
};

}  // namespace pybind11::detail

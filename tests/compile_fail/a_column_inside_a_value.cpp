// expect: A field inside a nested value is no column
#include "salus/schema/nested.hpp"

struct Shift {
  salus::TimeOfDay starts;
};

template <>
struct salus::Describe<Shift> {
  static constexpr auto value =
      salus::value<Shift>(salus::field<&Shift::starts>("starts", salus::filterable));
};

constexpr auto& info = salus::value_info<Shift>();

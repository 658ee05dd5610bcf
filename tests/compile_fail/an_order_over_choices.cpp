// expect: This field has no order; compare it with == or !=.
#include "salus/domain/patient.hpp"

const salus::Expr condition = salus::f<&salus::Patient::sex> < salus::Sex::female;

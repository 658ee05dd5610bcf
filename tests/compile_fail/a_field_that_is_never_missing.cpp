// expect: This field is never missing; only a std::optional member can be.
#include "salus/domain/patient.hpp"

const salus::Expr condition = is_null(salus::f<&salus::Patient::mrn>);

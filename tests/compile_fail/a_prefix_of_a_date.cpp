// expect: Only a text starts with something.
#include "salus/domain/patient.hpp"

const salus::Expr condition = starts_with(salus::f<&salus::Patient::birth_date>, "19");

// expect: invalid initialization of reference
#include "salus/domain/patient.hpp"
#include "salus/service/list_options.hpp"

auto copy_the_number() {
  return salus::set(salus::f<&salus::Patient::address>, salus::f<&salus::Patient::mrn>);
}

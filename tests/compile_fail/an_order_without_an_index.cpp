// expect: This field has no index to sort by; mark it sortable in the entity's table.
#include "salus/domain/patient.hpp"
#include "salus/service/list_options.hpp"

const auto option = salus::order_by(salus::f<&salus::Patient::address>);

// expect: Id<salus::Patient>
#include "salus/domain/care_relationship.hpp"

salus::Expr of(salus::Id<salus::Patient> patient) {
  return salus::f<&salus::CareRelationship::doctor> == patient;
}

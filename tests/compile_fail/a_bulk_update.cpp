// expect: no matching function for call to
#include "salus/service/session.hpp"

void forget_everybody(salus::Session& session) {
  session.update<salus::Patient>(salus::where(salus::f<&salus::Patient::name> == "Amara"),
                                 salus::set(salus::f<&salus::Patient::address>, "x"));
}

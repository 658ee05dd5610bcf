#pragma once

#include "salus/access/principal.hpp"

namespace salus {

/// One of the closed list of principals that act for the library where the caller may not look.
inline Principal system_principal(Role role) {
  Principal principal;
  principal.roles = {role};
  return principal;
}

/// The caller by name, with no right of theirs.
inline Principal emergency_of(const Principal& caller) {
  auto principal = system_principal(Role::emergency);
  principal.organization = caller.organization;
  principal.user = caller.user;
  principal.session = caller.session;
  return principal;
}

}  // namespace salus

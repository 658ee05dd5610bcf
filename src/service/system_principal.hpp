#pragma once

#include "salus/access/principal.hpp"

namespace salus {

/// One of the closed list of principals that act for the library where the caller may not look.
inline Principal system_principal(Role role) {
  Principal principal;
  principal.roles = {role};
  return principal;
}

}  // namespace salus

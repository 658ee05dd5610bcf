#pragma once

#include <string>

#include "salus/core/secret.hpp"

namespace salus {

/// Argon2id (RFC 9106) with 19 MiB and 2 passes, as a PHC string.
std::string hash_password(const Secret& password);

/// Whether a password matches a PHC string. An empty or foreign string matches nothing, after the
/// same work.
bool verify_password(const Secret& password, const std::string& phc);

}  // namespace salus

#pragma once

#include <string>

#include "salus/core/secret.hpp"
#include "salus/service/identity_options.hpp"

namespace salus {

/// Argon2id (RFC 9106) as a PHC string.
std::string hash_password(const Secret& password, const PasswordCost& cost);

/// What a stored hash says of a password.
struct PasswordVerdict {
  bool matches = false;
  bool is_outdated = false;  ///< Another algorithm, or another cost: hash it anew.
};

/// Knows Argon2id PHC strings, and what Django writes: `pbkdf2_sha256$iterations$salt$hash`. An empty or foreign
/// string matches nothing, after the work of a hash of this cost.
PasswordVerdict verify_password(const Secret& password, const std::string& stored,
                                const PasswordCost& cost);

}  // namespace salus

#pragma once

/// Which passwords an account may have: the rules of Django's four validators, with their texts
/// (django/contrib/auth/password_validation.py).

#include <string_view>

#include "salus/core/export.hpp"
#include "salus/core/issues.hpp"
#include "salus/core/secret.hpp"
#include "salus/domain/user.hpp"
#include "salus/schema/patch.hpp"

namespace salus {

/// Whose password it is to be: it must not be similar to any of this.
struct PasswordOwner {
  std::string_view email;
  std::string_view name;
};

/// Not similar to its owner's name or email, at least 8 characters, none of Django's 19,727 common
/// ones, not all digits. Adds every issue under `password`. Pure; any thread.
SALUS_EXPORT void check_password(const Secret& password, const PasswordOwner& owner,
                                 Issues& issues);

/// The same of the account that `changes` make of `before`.
SALUS_EXPORT void check_password(const Secret& password, const Patch& changes, const User& before,
                                 Issues& issues);

/// Throws `invalid_input` with every issue.
SALUS_EXPORT void require_good_password(const Secret& password, const PasswordOwner& owner);

}  // namespace salus

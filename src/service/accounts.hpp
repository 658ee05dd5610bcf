#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "salus/service/clinic.hpp"
#include "salus/service/identity.hpp"

namespace salus {

/// The one account that satisfies a condition, as log-in sees it.
std::optional<Stored<User>> find_account(Session& directory, Expr which);
std::optional<Stored<User>> find_account(Session& directory, std::string_view email);

/// Who an account is: its roles, and the doctor or patient linked to it.
Principal principal_of(Session& directory, const Stored<User>& account, std::string session);

Error refused(std::string_view text);

}  // namespace salus

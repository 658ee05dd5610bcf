#pragma once

#include <functional>

#include "salus/service/identity.hpp"

#include "clinic_state.hpp"

namespace salus {

/// What else belongs to a log-in that succeeds, in its transaction.
using AlsoAtLogIn = std::function<void(Transaction&, const Stored<User>&)>;

/// The account that these credentials open. Throws `unauthenticated` or `throttled`. Every log-in passes here.
Stored<User> authenticate(const ClinicState& state, Session& directory,
                          const Credentials& credentials, const AlsoAtLogIn& also = {});

}  // namespace salus

#pragma once

#include <functional>
#include <string>

#include "salus/service/identity.hpp"

#include "clinic_state.hpp"

namespace salus {

/// Opens what a log-in that succeeds opens, in its transaction; answers the name of its session.
using OpenSession = std::function<std::string(Transaction&, const Stored<User>&)>;

/// The account that these credentials open. Throws `unauthenticated` or `throttled`. Every log-in passes here.
Stored<User> authenticate(const ClinicState& state, Session& directory,
                          const Credentials& credentials, const OpenSession& open_session);

}  // namespace salus

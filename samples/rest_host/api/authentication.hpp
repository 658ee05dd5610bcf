#pragma once

/// Who makes a request: its bearer token becomes a session.

#include "salus/service/clinic.hpp"

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// A session of the token's user as they are now: a role that was taken away, or an account that was
/// closed, is gone with the next request. Throws the 401 that the contract names for each way to fail.
Session authenticate(const Clinic& clinic, const Request& request);

/// The same, for routes that need nobody: who comes without a token is let through.
void refuse_bad_token(const Clinic& clinic, const Request& request);

}  // namespace salus::rest

#pragma once

/// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a POST that is sent again is done once.

#include <functional>

#include "salus/service/stored.hpp"

#include "rest_host/api/resource.hpp"

namespace salus::rest {

/// 201 with the row that `make` made. With a key, a repeat of the same request gets the first answer again, as far as
/// its sender may know it today; while the first is being served, 409; the key of another request, 422. A request that
/// fails leaves its key free: nothing was made, and it may be put right.
Response make_once(const ResourceCall& call, const std::function<Record()>& make);

}  // namespace salus::rest

#pragma once

/// Lists as files: every row of the filter, written while it is read, so that memory does not grow with them.

#include "rest_host/api/resource.hpp"

namespace salus::rest {

/// The rows in the call's format, which is not JSON. What can be refused is refused now; what goes wrong later cuts the
/// body off. The answer takes the call's session along. The journal has the action `export`, when it is written.
Response export_list(const ResourceCall& call, ListOptions options);

}  // namespace salus::rest

#pragma once

/// The format of an answer. There is one, JSON; whoever insists on another is told so.

#include <string_view>

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// Whether an Accept header can be satisfied. Quality values are not weighed: there is no choice.
bool accepts_json(std::string_view accept);

/// Throws the refusal of a request that asks for what we have not: `requested` is the suffix of the
/// path or the parameter `format`, empty if there is none.
void negotiate(const Request& request, std::string_view requested);

}  // namespace salus::rest

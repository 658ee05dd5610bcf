#pragma once

/// The one way in which a text is written as a JSON string. Any thread.

#include <string>
#include <string_view>

#include "salus/core/export.hpp"

namespace salus {

/// Appends a text as a JSON string, in quotes. The text is UTF-8.
SALUS_EXPORT void append_json_string(std::string& out, std::string_view text);

}  // namespace salus

#pragma once

/// The one way in which a text is written as a JSON string. Any thread.

#include <string>
#include <string_view>

#include "salus/core/export.hpp"

namespace salus {

/// Appends a text as a JSON string, in quotes. The text is UTF-8.
SALUS_EXPORT void append_json_string(std::string& out, std::string_view text);

/// Begins the next member of the object that `out` ends with, as far as it is written: its comma, if one is
/// due, and its name, which needs no escapes. Returns `out`, for the value.
SALUS_EXPORT std::string& append_json_name(std::string& out, std::string_view name);

}  // namespace salus

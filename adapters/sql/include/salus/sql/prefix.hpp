#pragma once

/// "Begins with" as a range, which every index can answer.

#include <optional>
#include <string>
#include <string_view>

namespace salus::sql {

/// The least text above every text that begins with `prefix`, in UTF-8 and byte order; none if there
/// is no such text. `prefix <= text && text < *successor(prefix)` is exactly "begins with".
std::optional<std::string> successor(std::string_view prefix);

}  // namespace salus::sql

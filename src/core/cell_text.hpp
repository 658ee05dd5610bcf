#pragma once

/// A cell as plain text: the part that JSON, CSV and the rest have in common.

#include <string>

#include "salus/core/value.hpp"

namespace salus::detail {

/// Appends the text of a cell, without quotes or escapes: nothing for a missing one, dates and moments in ISO
/// 8601, bytes in base64.
void append_cell_text(std::string& out, const Cell& cell);

}  // namespace salus::detail

#pragma once

/// Values as people read them.

#include <string>
#include <string_view>

#include "salus/core/value.hpp"
#include "salus/schema/field.hpp"

namespace salus::cli {

/// Stands for a value that the policy hides from the reader.
inline constexpr std::string_view hidden_mark = "·";

/// Missing is empty, true is "yes", a moment "2026-11-24 09:30" (UTC), an empty list nothing.
std::string readable_text(const Cell& cell, FieldType type);

/// "2026-11-24 09:30", or the day alone for its midnight.
std::string readable_text(Timestamp moment);

}  // namespace salus::cli

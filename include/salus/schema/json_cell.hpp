#pragma once

/// One value as JSON. Any thread.

#include <string>

#include "salus/core/export.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/field.hpp"

namespace salus {

/// Appends one value: a missing one and a number that JSON cannot write as `null`, a json cell as it is, bytes
/// in base64.
SALUS_EXPORT void append_json(std::string& out, const Cell& cell, FieldType type);

}  // namespace salus

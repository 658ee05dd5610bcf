#pragma once

/// A request's body becomes a patch, or a list of everything that is wrong with it.
///
/// @code
/// Issues issues;
/// Patch patch = read_patch(entity_info<Patient>(), body, issues);
/// validate_required(patch, issues);  // creation only
/// @endcode
///
/// Coercions and sentences are those of Django REST Framework, which clients match on. Pure; any thread.

#include <string_view>

#include "salus/codec/text_value.hpp"
#include "salus/core/export.hpp"
#include "salus/core/issues.hpp"
#include "salus/schema/entity.hpp"
#include "salus/schema/patch.hpp"

namespace salus {

/// Reads a JSON object. Keys that are unknown, read-only or write-only are ignored; a value that breaks a rule
/// of its field is reported and left out. Text is trimmed, and numbers are text where text is wanted; JSON
/// fields take any value. An empty body is an empty object.
///
/// A body that is no object is one issue under `non_field_errors`. Throws `invalid_input`, "JSON parse error -
/// …", for what is no JSON (see `parse_json`).
SALUS_EXPORT Patch read_patch(const EntityInfo& entity, std::string_view json, Issues& issues,
                              const LocalTimeReader& local_time = {});

}  // namespace salus

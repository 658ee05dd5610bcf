#pragma once

/// Rows as JSON, straight from the cells that storage lends: no tree between them.
///
/// @code
/// std::string body = "[";
/// while (cursor.next(row)) {
///   if (body.size() > 1) body += ',';
///   append_json(body, entity_info<Patient>(), row, readable);
/// }
/// body += ']';
/// @endcode
///
/// Appends to the caller's string, so a list is one buffer. Any thread.

#include <span>
#include <string>
#include <string_view>

#include "salus/core/export.hpp"
#include "salus/core/json_text.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/entity.hpp"
#include "salus/schema/json_cell.hpp"

namespace salus {

/// Appends a row as an object: the fields in the table's order, then created_at and updated_at. What is not
/// readable and what is write-only is left out. `columns` are those of `entity.columns`.
SALUS_EXPORT void append_json(std::string& out, const EntityInfo& entity,
                              std::span<const Cell> columns, FieldMask readable);

}  // namespace salus

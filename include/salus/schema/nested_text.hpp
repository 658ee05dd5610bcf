#pragma once

/// Nested values as canonical JSON text, by their tables. For the library and its surfaces; a vendor needs
/// schema/nested.hpp. Compiled into the library. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "salus/core/export.hpp"
#include "salus/core/issues.hpp"
#include "salus/schema/field_mask.hpp"
#include "salus/schema/value_info.hpp"

namespace salus {

/// What a text says about one nested value.
struct NestedMembers {
  std::vector<Value> values;  ///< By position; what is not given has its default.
  FieldMask given;
};

/// The texts of a list's elements, borrowed from `text`; nothing if it is no list.
SALUS_EXPORT std::optional<std::vector<std::string_view>> nested_elements(std::string_view text);

/// Reads an element; nothing if an object is wanted and it is none. Keys without a field are ignored; a member of a wrong type
/// becomes a value of another type than its field's.
SALUS_EXPORT std::optional<NestedMembers> read_members(const ValueInfo& info,
                                                       std::string_view text);

/// Reads an element into the object that `info` describes; false if something does not fit.
SALUS_EXPORT bool read_nested(const ValueInfo& info, std::string_view text, void* object);

/// Appends the object that `info` describes.
SALUS_EXPORT void append_nested(std::string& out, const ValueInfo& info, const void* object);

/// Judges the JSON of a field that has a table: `availability[2].ends` is the path of what is wrong there.
SALUS_EXPORT void validate_nested(const FieldFacts& field, std::string_view text, Issues& issues);

}  // namespace salus

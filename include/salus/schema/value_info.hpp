#pragma once

/// What the table of a nested value says, for code that learns at run time what it serves.

#include <span>
#include <string_view>
#include <vector>

#include "salus/core/value.hpp"
#include "salus/schema/entity_info.hpp"
#include "salus/schema/field.hpp"

namespace salus {

/// The erased view of what an element of JSON holds. One object per type in a program; never destroyed.
struct ValueInfo {
  std::string_view type_name;  ///< "Availability". Empty: a single value without a name.
  std::span<const FieldInfo>
      fields;  ///< Sorted by name, as canonical JSON is; of a single value: it.
  std::span<const CheckInfo> checks;
  std::vector<Value> (*defaults)() = nullptr;  ///< By the fields' positions.

  bool is_single() const { return type_name.empty(); }

  /// The field of a name, or null.
  const FieldInfo* find(std::string_view name) const {
    for (const auto& field : fields) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
};

}  // namespace salus

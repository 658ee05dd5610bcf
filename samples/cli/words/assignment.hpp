#pragma once

/// One word of the form `name=value`.

#include <span>
#include <string>
#include <string_view>

#include "salus/core/value.hpp"
#include "salus/schema/field.hpp"

namespace salus::cli {

struct Assignment {
  std::string_view name;
  std::string_view value;
};

/// Borrows from the word. Throws `Failure` if it has no sign.
Assignment assignment_of(const std::string& word);

/// Reads a value of a field or filter; throws `Failure` naming it, but not the value.
Value value_of(std::string_view name, FieldType type, std::span<const std::string_view> choices,
               std::string_view text);

}  // namespace salus::cli

#pragma once

/// One word of the form `name=value`.

#include <string>
#include <string_view>

#include "salus/core/time_zone.hpp"
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
Value value_of(const FieldFacts& field, std::string_view text, Calendar& calendar);

/// Reads the moment of an option of this name, in the same way: a day is its midnight, and a time without a zone is one
/// of the organization.
Timestamp moment_of(std::string_view name, std::string_view text, Calendar& calendar);

}  // namespace salus::cli

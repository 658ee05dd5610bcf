#pragma once

/// One row as a list of its fields, for people.

#include <iosfwd>

#include "salus/service/stored.hpp"

#include "cli/records/reference_names.hpp"

namespace salus::cli {

/// A line for each field that has a value or is hidden, and when the row was made and changed.
void print_card(std::ostream& out, const Record& record, ReferenceNames& names);

}  // namespace salus::cli

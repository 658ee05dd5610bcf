#pragma once

/// The cells of one row as people read them.

#include <string>

#include "salus/service/stored.hpp"

#include "cli/records/reference_names.hpp"

namespace salus::cli {

/// One field of a row: hidden, a name in place of a reference, or its value.
std::string row_text(const RowFacts& facts, const FieldInfo& field, const Cell& cell,
                     ReferenceNames& names);

}  // namespace salus::cli

#pragma once

#include <string>
#include <string_view>

#include "salus/core/issues.hpp"

#include "cli/import/formula.hpp"

namespace salus::cli {

/// Appends the JSON that a formula makes of a row, and adds what is wrong under `path`. False: there
/// is no value, and nothing was appended.
bool append_json(std::string& out, const Formula& formula, const SourceRow& row,
                 const std::string& path, Issues& issues);

}  // namespace salus::cli

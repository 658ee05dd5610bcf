#pragma once

/// "Did you mean …?"

#include <span>
#include <string_view>

namespace salus::rest {

/// The known name that is the fewest edits away (Levenshtein): the first of several. `known` is not empty.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> known);

}  // namespace salus::rest

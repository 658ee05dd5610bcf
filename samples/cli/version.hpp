#pragma once

#include <string_view>

namespace salus::cli {

/// As in the project's CMakeLists.txt; tests/cli compares them.
inline constexpr std::string_view version = "0.1.0";

}  // namespace salus::cli

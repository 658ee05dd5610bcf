#pragma once

#include <cstddef>
#include <string>

#include "cli/failure.hpp"

namespace salus::cli {

/// "clinic.toml:17: …"
Failure map_failure(const std::string& file, std::size_t line, const std::string& problem,
                    std::string advice);

/// A field that has no later value.
Failure undelayable(const std::string& file, std::size_t line, const std::string& field);

}  // namespace salus::cli

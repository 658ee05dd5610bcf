#pragma once

#include "cli/exit_code.hpp"

namespace salus::cli {

/// Reads the command line, does what it says, and prints errors; throws nothing.
ExitCode run(int argc, char** argv) noexcept;

}  // namespace salus::cli

#pragma once

/// A command of the program: what it adds to the command line, and what it then does.

#include <functional>

#include "cli/exit_code.hpp"
#include "cli/global_options.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own name
class App;
}

namespace salus::cli {

/// What the command line asked for. Runs after everything was read, so that options count
/// wherever they stand.
using Work = std::function<ExitCode()>;

/// Adds a command to `parent`. When the user chooses it, it puts its work into `work`. The options
/// and the work live until the program ends.
using AddCommand = void (*)(CLI::App& parent, const GlobalOptions& options, Work& work);

}  // namespace salus::cli

#pragma once

/// Options that a program which runs for long can also have from its environment and from a file. The command
/// line goes before the environment, that before the file, and that before the default.
///
/// @code
/// add_setting(*command, "port", options.port, "The port");   // --port, SALUS_PORT, port = 8080
/// @endcode

#include <chrono>
#include <iosfwd>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/config/config_file.hpp"

namespace salus::cli {

/// "read-timeout" is SALUS_READ_TIMEOUT in the environment.
std::string environment_name(std::string_view setting);

template <class T>
CLI::Option* add_setting(CLI::App& command, const std::string& name, T& value,
                         const std::string& help) {
  return command.add_option("--" + name, value, help)
      ->envname(environment_name(name))
      ->capture_default_str();
}

/// A time, in seconds.
CLI::Option* add_setting(CLI::App& command, const std::string& name,
                         std::chrono::milliseconds& value, const std::string& help);

/// Gives the settings of a command, and those of the program, what the file says, where command line and
/// environment say nothing. Throws `Failure` at a name that is none of them, and at a value that is wrong.
void apply(const ConfigFile& file, CLI::App& command);

/// What the settings are, as such a file. Of a database's URI, the password is left out.
void print_settings(std::ostream& out, CLI::App& command);

}  // namespace salus::cli

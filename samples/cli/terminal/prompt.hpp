#pragma once

/// Secrets from the person at the terminal, without echo.

#include <optional>
#include <string>
#include <string_view>

#include "salus/core/secret.hpp"

namespace salus::cli {

/// Asks at the terminal itself, so that standard input may be a pipe. Nothing: there is no terminal.
std::optional<Secret> prompt_secret(const std::string& question);

/// Asks twice. Throws `Failure` if the answers differ. Nothing: there is no terminal.
std::optional<Secret> prompt_new_secret(const std::string& question);

/// The first line of a file, or of standard input for `-`. Throws `Failure` if it cannot be read.
Secret secret_in_file(const std::string& file);

/// The value of an environment variable; nothing if it is not set or empty.
std::optional<Secret> secret_in_environment(const char* variable);

}  // namespace salus::cli

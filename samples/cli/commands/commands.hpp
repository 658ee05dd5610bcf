#pragma once

/// The table of commands: a new one is a file here and a line in it.

#include <array>

#include "cli/command.hpp"

namespace salus::cli {

void add_init(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_as(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_explain(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_journal(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_password(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_policy(CLI::App& parent, const GlobalOptions& options, Work& work);

/// In the order of the help.
inline constexpr std::array<AddCommand, 6> commands{
};

}  // namespace salus::cli

#pragma once

/// The table of commands: a new one is a file here and a line in it.

#include <array>

#include "cli/command.hpp"

namespace salus::cli {

void add_init(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_import(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_as(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_explain(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_journal(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_password(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_create_superuser(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_rotate_keys(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_policy(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_serve(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_demo(CLI::App& parent, const GlobalOptions& options, Work& work);

/// In the order of the help.
inline constexpr std::array commands{
    add_init,
    add_import,
    add_as,
    add_explain,
    add_journal,
    add_password,
    add_create_superuser,
    add_rotate_keys,
    add_policy,
    add_serve,
    add_demo,
};

}  // namespace salus::cli

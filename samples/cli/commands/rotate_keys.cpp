#include <iostream>

#include <CLI/CLI.hpp>

#include "salus/service/identity.hpp"

#include "cli/commands/commands.hpp"
#include "cli/connection/open_clinic.hpp"

namespace salus::cli {

namespace {

ExitCode rotate_keys(const GlobalOptions& options) {
  Identity{open_clinic(options)}.rotate_keys();
  std::cout << "A new key signs tokens, in every process within a minute.\n";
  return ExitCode::ok;
}

}  // namespace

void add_rotate_keys(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand("rotate-keys", "Make a new key that signs tokens");
  command->footer(
      "Nobody is logged out: the key before verifies until the last of its tokens is dead.");
  command->callback([&options, &work] { work = [&options] { return rotate_keys(options); }; });
}

}  // namespace salus::cli

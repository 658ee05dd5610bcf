#include <fstream>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "salus/service/journal_anchor.hpp"

#include "cli/commands/journal.hpp"
#include "cli/connection/key_source.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/failure.hpp"
#include "cli/terminal/prompt.hpp"

namespace salus::cli {

namespace {

struct AnchorRequest {
  std::string key_file;
  std::string file;
};

AnchorKey key_of(const AnchorRequest& request) {
  return AnchorKey::from_text(secret_in_file(request.key_file));
}

ExitCode make_key(const AnchorRequest& request) {
  const auto key = AnchorKey::generate(system_environment().random);
  write_key_file(request.key_file, key.to_text());
  std::cout << "The key that signs anchors is in " << request.key_file
            << ". Keep it away from the database.\nIts public key, for those who verify:\n"
            << key.public_key() << '\n';
  return ExitCode::ok;
}

ExitCode anchor(const GlobalOptions& options, const AnchorRequest& request) {
  const auto clinic = open_clinic(options);
  const auto line = to_json(anchor_journal(clinic, key_of(request)));
  if (request.file.empty()) {
    std::cout << line << '\n';
    return ExitCode::ok;
  }
  std::ofstream stream{request.file, std::ios::app | std::ios::binary};
  stream << line << '\n' << std::flush;
  if (!stream) {
    throw Failure{ExitCode::failed,
                  "the anchor cannot be written to " + request.file + ".",
                  "Name a file that can be written."};
  }
  return ExitCode::ok;
}

}  // namespace

void add_journal_anchor(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand(
      "anchor", "Sign where the journal ends now, to be kept outside the database");
  const auto request = std::make_shared<AnchorRequest>();
  command->add_option("--anchor-key", request->key_file, "The key that signs; made by anchor-key")
      ->type_name("FILE")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--out", request->file, "Append to this file, in place of the terminal")
      ->type_name("FILE");
  command->footer(
      R"(Run it every day, and keep the lines on another machine: "salus journal verify --anchors" then sees a
tail that was cut off since, and an old copy of the database that was put back.)");
  command->callback([&options, &work, request] {
    work = [&options, request] { return anchor(options, *request); };
  });
}

void add_journal_anchor_key(CLI::App& parent, Work& work) {
  auto* command = parent.add_subcommand("anchor-key",
                                        "Make the key that signs anchors, and show its public key");
  const auto request = std::make_shared<AnchorRequest>();
  command->add_option("file", request->key_file, "Where the key goes; it must not exist")
      ->type_name("FILE")
      ->required();
  command->callback([&work, request] { work = [request] { return make_key(*request); }; });
}

}  // namespace salus::cli

#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/failure.hpp"
#include "cli/terminal/prompt.hpp"

namespace salus::cli {

namespace {

struct PasswordRequest {
  std::string email;
  std::string file;
};

Secret new_password(const PasswordRequest& request) {
  if (!request.file.empty()) return secret_in_file(request.file);
  if (auto password = secret_in_environment("SALUS_NEW_PASSWORD")) return *std::move(password);
  if (auto password = prompt_new_secret("New password of " + request.email))
    return *std::move(password);
  throw Failure{ExitCode::usage,
                "there is no terminal to ask for the password at.",
                "Use --password-file FILE, or set SALUS_NEW_PASSWORD."};
}

ExitCode set_password(const GlobalOptions& options, const PasswordRequest& request) {
  const auto clinic = open_clinic(options);
  clinic.set_password(request.email, new_password(request));
  std::cout << "Password set: " << request.email << " can log in.\n";
  return ExitCode::ok;
}

}  // namespace

void add_password(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand("password", "Set an account's password");
  const auto request = std::make_shared<PasswordRequest>();
  command->add_option("EMAIL", request->email, "The account")->required();
  command
      ->add_option(
          "--password-file", request->file, "A file with the password, - for standard input")
      ->type_name("FILE");
  command->footer(
      R"(Accounts that an import makes have no password, and cannot log in until one is set. It is asked for
twice, or comes from --password-file or SALUS_NEW_PASSWORD.)");
  command->callback([&options, &work, request] {
    work = [&options, request] { return set_password(options, *request); };
  });
}

}  // namespace salus::cli

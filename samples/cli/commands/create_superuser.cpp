#include <iostream>

#include <CLI/CLI.hpp>

#include "salus/service/password_rules.hpp"

#include "cli/commands/commands.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/failure.hpp"
#include "cli/terminal/prompt.hpp"

namespace salus::cli {

namespace {

struct SuperuserRequest {
  std::string email;
  std::string name = "Administrator";
  std::string password_file;
};

Secret password_of(const SuperuserRequest& request) {
  if (!request.password_file.empty()) return secret_in_file(request.password_file);
  if (auto password = secret_in_environment("SALUS_SUPERUSER_PASSWORD"))
    return *std::move(password);
  if (auto password = prompt_new_secret("Password of " + request.email))
    return *std::move(password);
  throw Failure{ExitCode::usage,
                "there is no terminal to ask for the password at.",
                "Use --password-file FILE, or set SALUS_SUPERUSER_PASSWORD."};
}

ExitCode create_superuser(const GlobalOptions& options, const SuperuserRequest& request) {
  const auto clinic = open_clinic(options);
  const auto password = password_of(request);
  require_good_password(password, {.email = request.email, .name = request.name});
  User administrator;
  administrator.email = request.email;
  administrator.name = request.name;
  administrator.is_admin_staff = true;
  clinic.act_as_system(Role::installer).create(administrator);
  clinic.set_password(request.email, password);
  std::cout << "Superuser created: " << request.email << " can log in.\n";
  return ExitCode::ok;
}

}  // namespace

void add_create_superuser(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand("create-superuser", "Make one more administrator");
  const auto request = std::make_shared<SuperuserRequest>();
  command->add_option("--email", request->email, "How the administrator logs in")
      ->type_name("EMAIL")
      ->required();
  command->add_option("--name", request->name, "The administrator's name")->capture_default_str();
  command
      ->add_option("--password-file",
                   request->password_file,
                   "A file with the password, - for standard input")
      ->type_name("FILE");
  command->footer(
      R"(As Django's createsuperuser. The password is asked for twice, or comes from --password-file or
SALUS_SUPERUSER_PASSWORD; never from the command line, which others can read.)");
  command->callback([&options, &work, request] {
    work = [&options, request] { return create_superuser(options, *request); };
  });
}

}  // namespace salus::cli

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "salus/schema/change.hpp"
#include "salus/service/clinic.hpp"

#include "cli/commands/commands.hpp"
#include "cli/connection/database_name.hpp"
#include "cli/connection/key_source.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/failure.hpp"
#include "cli/terminal/prompt.hpp"

namespace salus::cli {

namespace {

struct InitOptions {
  std::string name;
  std::string administrator_email;
  std::string administrator_name = "Administrator";
  std::string time_zone = "UTC";
  std::string password_file;
  std::string application_role;
};

/// How far a database is.
enum class SetUp : unsigned char { missing, outdated, done };

SetUp set_up_of(Backend& backend, const std::string& organization) {
  const auto present = backend.inspect();
  const auto changes = compare(present, required_schema({}));
  if (!changes.empty()) return present.tables.empty() ? SetUp::missing : SetUp::outdated;
  const auto storage = backend.open({.organization = organization_id_of(organization).value});
  return storage->count({.entity = &entity_info<Organization>()}) == 1 ? SetUp::done
                                                                       : SetUp::missing;
}

Secret administrator_password(const InitOptions& options) {
  if (!options.password_file.empty()) return secret_in_file(options.password_file);
  if (auto password = secret_in_environment("SALUS_ADMIN_PASSWORD")) return *std::move(password);
  if (auto password = prompt_new_secret("Password of " + options.administrator_email))
    return *std::move(password);
  throw Failure{ExitCode::usage,
                "the administrator needs a password, and there is no terminal to ask at.",
                "Use --password-file FILE, or set SALUS_ADMIN_PASSWORD."};
}

/// The file's key: the one that is named, or a new one in a file beside it.
FileKey key_of_new(const GlobalOptions& options) {
  if (auto key = named_key(options)) return *std::move(key);
  const auto file = key_file_beside(options.database);
  if (std::filesystem::exists(file)) return sqlite::Key::from_file(file);
  auto key = make_key_file(file);
  std::cout << "New key:       " << file.string()
            << "  (keep a copy apart from the database: it opens nothing without)\n";
  return key;
}

std::shared_ptr<Backend> make_file(const GlobalOptions& options) {
  return open_file(options.database, key_of_new(options), sqlite::OpenMode::create);
}

void install(const GlobalOptions& global, const InitOptions& options,
             std::shared_ptr<Backend> backend, const Secret& password) {
  const Installation installation{
      .organization_name = options.name.empty() ? global.organization : options.name,
      .time_zone = options.time_zone,
      .administrator_email = options.administrator_email,
      .administrator_name = options.administrator_name};
  Clinic::install(std::move(backend), installation, password, clinic_options(global));
}

/// There is an administrator already, so this password is for nobody.
Secret unused_password() { return sqlite::Key::generate(system_environment().random).to_hex(); }

ExitCode initialise(const GlobalOptions& global, const InitOptions& options) {
  const bool is_file = !is_postgres(global.database);
  if (is_file && clinic_options(global).row_security != RowSecurityProfile::wall) {
    throw Failure{ExitCode::usage,
                  "a file has no row-level security of its own.",
                  "Leave out --row-security: it is for PostgreSQL."};
  }
  const bool is_new =
      is_file && !global.database.empty() && !std::filesystem::exists(global.database);
  std::shared_ptr<Backend> backend;
  if (!is_new)
    backend =
        is_file ? open_backend(global) : open_postgres(global.database, options.application_role);
  const auto set_up = is_new ? SetUp::missing : set_up_of(*backend, global.organization);
  if (set_up == SetUp::done) {
    backend->renew_guards(required_schema(clinic_options(global)));
    std::cout << "Nothing to do: " << (is_file ? global.database : "the database")
              << " has the organization \"" << global.organization << "\" already.\n";
    return ExitCode::ok;
  }
  const auto password =
      set_up == SetUp::outdated ? unused_password() : administrator_password(options);
  if (is_new) backend = make_file(global);
  install(global, options, backend, password);
  std::cout << "Database:      "
            << (is_file ? global.database + "  (encrypted)" : std::string{"on PostgreSQL"}) << '\n'
            << "Organization:  " << global.organization << '\n'
            << "Administrator: " << options.administrator_email << '\n';
  return ExitCode::ok;
}

}  // namespace

void add_init(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand(
      "init", "Make a database, its organization and its first administrator");
  const auto own = std::make_shared<InitOptions>();
  command->add_option("--admin-email", own->administrator_email, "How the administrator logs in")
      ->type_name("EMAIL")
      ->required();
  command->add_option("--admin-name", own->administrator_name, "The administrator's name")
      ->capture_default_str();
  command->add_option("--name", own->name, "The organization's name")->type_name("TEXT");
  command->add_option("--time-zone", own->time_zone, "The organization's time zone")
      ->type_name("ZONE")
      ->capture_default_str();
  command
      ->add_option(
          "--password-file", own->password_file, "A file with the password, - for standard input")
      ->type_name("FILE");
  command
      ->add_option("--application-role",
                   own->application_role,
                   "PostgreSQL: the role that the program works as later (salus_app)")
      ->type_name("ROLE");
  command->footer(
      R"(Running it again changes nothing. The password is asked for twice, or comes from --password-file or
SALUS_ADMIN_PASSWORD. A new file gets a new key in FILE.key beside it, unless a key is named.

Examples:
  salus init --db clinic.db --admin-email root@clinic.example --name "Riverside Clinic"
  SALUS_PASSPHRASE=… salus init --db clinic.db --admin-email root@clinic.example
  salus init --db postgresql://clinic_owner@db/clinic --admin-email root@clinic.example
  salus init --db postgresql://clinic_owner@db/clinic --admin-email root@clinic.example --row-security full)");
  command->callback(
      [&options, &work, own] { work = [&options, own] { return initialise(options, *own); }; });
}

}  // namespace salus::cli

#include "cli/program.hpp"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "cli/failure.hpp"
#include "cli/version.hpp"
#include "cli/words/nearest_name.hpp"

namespace salus::cli {

namespace {

constexpr std::string_view footer = R"(Examples:
  salus demo --serve                             a sample clinic, what each person sees of it, and a REST host on it
  salus init --db clinic.db --admin-email root@clinic.example
  salus import csv exports/ --map clinic.toml --db clinic.db
  salus as dr.ada@clinic.example list patients born_after=1980-01-01 --db clinic.db
  salus explain dr.ada@clinic.example read patient ID --db clinic.db
  salus serve --db clinic.db

--db and the other options above are of every command, and may stand after it. "salus COMMAND --help" tells the rest.

Keys and passwords are never arguments. The key of a file comes from --key-file, SALUS_KEY_FILE,
SALUS_KEY (64 hexadecimal digits), SALUS_PASSPHRASE, the file FILE.key beside it, or a prompt;
the password of a PostgreSQL role from SALUS_DB or libpq's own ~/.pgpass and PGPASSWORD.

Exit status: 0 done, 1 failed, 2 wrong use, 3 denied, 4 not found, 5 imported but for rejected rows.)";

void add_global_options(CLI::App& program, GlobalOptions& options) {
  program
      .add_option("--db", options.database, "The database: a file, or postgresql://ROLE@HOST/NAME")
      ->envname("SALUS_DB")
      ->type_name("FILE|URI");
  program.add_option("--key-file", options.key_file, "The file with the database's key")
      ->envname("SALUS_KEY_FILE")
      ->type_name("FILE");
  program.add_option("--organization", options.organization, "Which organization of the database")
      ->envname("SALUS_ORGANIZATION")
      ->type_name("SLUG")
      ->capture_default_str();
  program
      .add_option("--row-security",
                  options.row_security,
                  "PostgreSQL: what the database itself holds rows to, as it was installed")
      ->envname("SALUS_ROW_SECURITY")
      ->check(CLI::IsMember({"wall", "full"}))
      ->type_name("wall|full")
      ->capture_default_str();
  program.add_flag_callback(
      "--json",
      [&options] { options.format = OutputFormat::json; },
      "Results as JSON, one value a line");
  program.set_version_flag("--version", "salus " + std::string{version}, "Print the version");
}

/// What the command line has too much of, without values: a secret may be among them.
std::string surplus(const CLI::App& program) {
  for (const auto& word : program.remaining(true)) {
    if (word.starts_with('-'))
      return "the option " + word.substr(0, word.find('=')) + " is unknown";
  }
  return "the command line has a word too many";
}

const CLI::App& chosen(const CLI::App& program) {
  const CLI::App* innermost = &program;
  for (auto deeper = program.get_subcommands(); !deeper.empty();
       deeper = innermost->get_subcommands()) {
    innermost = deeper.front();
  }
  return *innermost;
}

std::string command_line_of(const CLI::App& command) {
  const auto* parent = command.get_parent();
  return parent == nullptr ? command.get_name()
                           : command_line_of(*parent) + " " + command.get_name();
}

Failure unknown_command(const CLI::App& command, const std::string& word) {
  std::vector<std::string> names;
  for (const auto* other : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(other->get_name());
  }
  const std::vector<std::string_view> known{names.begin(), names.end()};
  return {ExitCode::usage,
          "there is no such command of " + command_line_of(command) + ".",
          advice_for(word, known)};
}

Failure misuse(const CLI::App& program, const CLI::ParseError& error) {
  const auto& command = chosen(program);
  const auto words = program.remaining(true);
  const bool lacks_command = !command.get_subcommands([](const CLI::App*) { return true; }).empty();
  if (lacks_command && !words.empty() && !words.front().starts_with('-')) {
    return unknown_command(command, words.front());
  }
  const bool has_surplus = !words.empty() && !lacks_command;
  std::string problem = has_surplus ? surplus(program) : error.what();
  problem.resize(std::min(problem.size(), problem.find(" = ")));  // of "--limit = abc", not abc
  if (problem.empty() || problem.back() != '.') problem += '.';
  return {ExitCode::usage, problem, "See: " + command_line_of(command) + " --help"};
}

ExitCode report(const Failure& failure) {
  print(std::cerr, failure);
  return failure.exit_code();
}

ExitCode parse_and_work(int argc, char** argv) {
  GlobalOptions options;
  Work work;
  CLI::App program{
      "Salus: a clinic's data, encrypted, and shown to each person as the policy allows.", "salus"};
  program.fallthrough();
  program.require_subcommand(1);
  program.get_formatter()->column_width(34);
  add_global_options(program, options);
  for (const auto add : commands) add(program, options, work);
  program.footer(std::string{footer});  // now, or commands without one would have it
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& request) {  // --help, --version
    return static_cast<ExitCode>(program.exit(request, std::cout, std::cerr));
  } catch (const CLI::ParseError& error) {
    return report(misuse(program, error));
  }
  return work();
}

}  // namespace

ExitCode run(int argc, char** argv) noexcept {
  try {
    return parse_and_work(argc, argv);
  } catch (const Failure& failure) {
    return report(failure);
  } catch (const Error& error) {
    return report(explained(error));
  } catch (const std::exception& error) {
    return report(
        {ExitCode::failed, error.what(), "This is a defect of the program: please report it."});
  }
}

}  // namespace salus::cli

#include "cli/commands/as.hpp"

#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/failure.hpp"
#include "cli/records/record_card.hpp"
#include "cli/records/record_json.hpp"

namespace salus::cli {

namespace {

/// The account stands before the command, where a usage has none of an outer command's words.
class UsageWithAccount : public CLI::Formatter {
 public:
  std::string make_usage(const CLI::App* command, std::string name) const override {
    constexpr std::string_view before = "salus as ";
    if (name.starts_with(before)) name.insert(before.size(), "EMAIL ");
    return CLI::Formatter::make_usage(command, std::move(name));
  }
};

}  // namespace

void require_readable(Session& session, const EntityInfo& entity) {
  if (session.may_ever(Action::read, entity)) return;
  throw Failure{ExitCode::denied,
                "no rule lets this account read " + std::string{entity.collection} + ".",
                "\"salus policy\" shows every rule."};
}

void add_search_option(CLI::App& command, std::string& search) {
  command
      .add_option("--search",
                  search,
                  "Words of which each must begin some word of a row, without case and accents")
      ->type_name("WORDS");
}

void print_record(const Record& record, const Clinic& clinic, const Actor& actor,
                  const GlobalOptions& options) {
  if (options.format == OutputFormat::json) {
    std::cout << json_of(record) << '\n';
    return;
  }
  ReferenceNames names{act_as(clinic, actor.email), clinic.catalog()};
  print_card(std::cout, record, names);
}

void add_as(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand(
      "as", "Read and write as one account, which sees what the policy gives it");
  const auto actor = std::make_shared<Actor>();
  command->add_option("EMAIL", actor->email, "The account")->required();
  command->require_subcommand(1);
  command->fallthrough();
  const auto usage = std::make_shared<UsageWithAccount>();
  usage->column_width(parent.get_formatter()->get_column_width());
  command->formatter(usage);
  command->footer(
      R"(No password is asked: whoever holds the database's key may act as anybody, and the journal says who did.

Examples:
  salus as dr.ada@clinic.example list patients born_after=1980-01-01 --order -birth_date
  salus as dr.ada@clinic.example list patients --search "oka mur"
  salus as dr.ada@clinic.example count patients
  salus as root@clinic.example get doctor ID
  salus as root@clinic.example update doctor ID specialization=Neurology)");
  add_as_list(*command, options, work, actor);
  add_as_get(*command, options, work, actor);
  add_as_count(*command, options, work, actor);
  add_as_create(*command, options, work, actor);
  add_as_update(*command, options, work, actor);
  add_as_remove(*command, options, work, actor);
  add_as_versions(*command, options, work, actor);
  add_as_slots(*command, options, work, actor);
  add_as_break_glass(*command, options, work, actor);
}

}  // namespace salus::cli

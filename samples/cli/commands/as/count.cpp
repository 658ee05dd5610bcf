#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/commands/as.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

struct CountRequest {
  std::string entity;
  std::vector<std::string> filters;
  std::string search;
};

ExitCode count(const GlobalOptions& global, const Actor& actor, const CountRequest& request) {
  const auto clinic = open_clinic(global);
  const auto& entry = entity_of(clinic.catalog(), request.entity);
  auto session = act_as(clinic, actor.email);
  require_readable(session, *entry.entity);
  ListOptions options;
  options.filter = filter_of(entry, request.filters, session.calendar());
  options.search = request.search;
  std::cout << session.count(*entry.entity, std::move(options)) << '\n';
  return ExitCode::ok;
}

}  // namespace

void add_as_count(CLI::App& parent, const GlobalOptions& options, Work& work,
                  const ActorPointer& actor) {
  auto* command = parent.add_subcommand("count", "How many rows the account may see");
  const auto request = std::make_shared<CountRequest>();
  command->add_option("ENTITY", request->entity, "doctors, patients, mappings, users …")
      ->required();
  command->add_option("FILTER", request->filters, "field=value; every one must hold");
  add_search_option(*command, request->search);
  command->callback([&options, &work, actor, request] {
    work = [&options, actor, request] { return count(options, *actor, *request); };
  });
}

}  // namespace salus::cli

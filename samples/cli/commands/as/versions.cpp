#include <CLI/CLI.hpp>

#include "salus/service/no_such_row.hpp"

#include "cli/commands/as.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

struct VersionsRequest {
  std::string entity;
  std::string id;
};

ExitCode versions(const GlobalOptions& global, const Actor& actor, const VersionsRequest& request) {
  const auto clinic = open_clinic(global);
  const auto& entity = *entity_of(clinic.catalog(), request.entity).entity;
  const auto found = act_as(clinic, actor.email).versions(entity, id_of(request.id));
  if (found.empty()) throw no_such_row(entity);
  for (const auto& record : found) print_record(record, clinic, actor, global);
  return ExitCode::ok;
}

}  // namespace

void add_as_versions(CLI::App& parent, const GlobalOptions& options, Work& work,
                     const ActorPointer& actor) {
  auto* command = parent.add_subcommand(
      "versions", "A medical record and what it supersedes or is superseded by, oldest first");
  const auto request = std::make_shared<VersionsRequest>();
  command->add_option("ENTITY", request->entity, "record")->required();
  command->add_option("ID", request->id, "The id of any version")->required();
  command->callback([&options, &work, actor, request] {
    work = [&options, actor, request] { return versions(options, *actor, *request); };
  });
}

}  // namespace salus::cli

#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/commands/as.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

struct RemoveRequest {
  std::string entity;
  std::string id;
  std::optional<std::int64_t> expected_version;
};

ExitCode remove(const GlobalOptions& global, const Actor& actor, const RemoveRequest& request) {
  const auto clinic = open_clinic(global);
  const auto& entity = *entity_of(clinic.catalog(), request.entity).entity;
  const auto id = id_of(request.id);
  act_as(clinic, actor.email).remove(entity, id, request.expected_version);
  if (global.format != OutputFormat::json) std::cout << "Removed.\n";
  return ExitCode::ok;
}

}  // namespace

void add_as_remove(CLI::App& parent, const GlobalOptions& options, Work& work,
                   const ActorPointer& actor) {
  auto* command = parent.add_subcommand(
      "remove", "Mark a row as deleted; a medical record as entered in error");
  const auto request = std::make_shared<RemoveRequest>();
  command->add_option("ENTITY", request->entity, "doctor, patient, mapping, user …")->required();
  command->add_option("ID", request->id, "Its id")->required();
  command
      ->add_option(
          "--if-version", request->expected_version, "Only if the row still has this version")
      ->type_name("N");
  command->callback([&options, &work, actor, request] {
    work = [&options, actor, request] { return remove(options, *actor, *request); };
  });
}

}  // namespace salus::cli

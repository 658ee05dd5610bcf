#include <CLI/CLI.hpp>

#include "cli/commands/as.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

struct UpdateRequest {
  std::string entity;
  std::string id;
  std::vector<std::string> fields;
  std::optional<std::int64_t> expected_version;
};

ExitCode update(const GlobalOptions& global, const Actor& actor, const UpdateRequest& request) {
  const auto clinic = open_clinic(global);
  const auto& entity = *entity_of(clinic.catalog(), request.entity).entity;
  const auto id = id_of(request.id);
  auto session = act_as(clinic, actor.email);
  const auto changes = changes_of(entity, request.fields, session.calendar());
  print_record(session.update(id, request.expected_version, changes), clinic, actor, global);
  return ExitCode::ok;
}

}  // namespace

void add_as_update(CLI::App& parent, const GlobalOptions& options, Work& work,
                   const ActorPointer& actor) {
  auto* command = parent.add_subcommand("update", "Change fields of a row");
  const auto request = std::make_shared<UpdateRequest>();
  command->add_option("ENTITY", request->entity, "doctor, patient, mapping, user …")->required();
  command->add_option("ID", request->id, "Its id")->required();
  command
      ->add_option(
          "FIELD", request->fields, "field=value; nothing after the sign empties the field")
      ->required();
  command
      ->add_option(
          "--if-version", request->expected_version, "Only if the row still has this version")
      ->type_name("N");
  command->callback([&options, &work, actor, request] {
    work = [&options, actor, request] { return update(options, *actor, *request); };
  });
}

}  // namespace salus::cli

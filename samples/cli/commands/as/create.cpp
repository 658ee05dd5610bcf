#include <CLI/CLI.hpp>

#include "cli/commands/as.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

struct CreateRequest {
  std::string entity;
  std::vector<std::string> fields;
};

ExitCode create(const GlobalOptions& global, const Actor& actor, const CreateRequest& request) {
  const auto clinic = open_clinic(global);
  const auto& entity = *entity_of(clinic.catalog(), request.entity).entity;
  auto session = act_as(clinic, actor.email);
  const auto fields = changes_of(entity, request.fields, session.calendar());
  print_record(session.create(fields), clinic, actor, global);
  return ExitCode::ok;
}

}  // namespace

void add_as_create(CLI::App& parent, const GlobalOptions& options, Work& work,
                   const ActorPointer& actor) {
  auto* command = parent.add_subcommand("create", "Add a row");
  const auto request = std::make_shared<CreateRequest>();
  command->add_option("ENTITY", request->entity, "doctor, patient, mapping, user …")->required();
  command->add_option("FIELD", request->fields, "field=value")->required();
  command->callback([&options, &work, actor, request] {
    work = [&options, actor, request] { return create(options, *actor, *request); };
  });
}

}  // namespace salus::cli

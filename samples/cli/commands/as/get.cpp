#include <CLI/CLI.hpp>

#include "salus/service/no_such_row.hpp"

#include "cli/commands/as.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

struct GetRequest {
  std::string entity;
  std::string id;
};

ExitCode get(const GlobalOptions& global, const Actor& actor, const GetRequest& request) {
  const auto clinic = open_clinic(global);
  const auto& entity = *entity_of(clinic.catalog(), request.entity).entity;
  const auto id = id_of(request.id);
  auto session = act_as(clinic, actor.email);
  const auto record = session.get(entity, id);
  if (!record) throw no_such_row(entity);
  print_record(*record, clinic, actor, global);
  return ExitCode::ok;
}

}  // namespace

void add_as_get(CLI::App& parent, const GlobalOptions& options, Work& work,
                const ActorPointer& actor) {
  auto* command = parent.add_subcommand("get", "One row, with every field");
  const auto request = std::make_shared<GetRequest>();
  command->add_option("ENTITY", request->entity, "doctor, patient, mapping, user …")->required();
  command->add_option("ID", request->id, "Its id")->required();
  command->callback([&options, &work, actor, request] {
    work = [&options, actor, request] { return get(options, *actor, *request); };
  });
}

}  // namespace salus::cli

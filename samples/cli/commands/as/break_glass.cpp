#include <CLI/CLI.hpp>

#include "cli/commands/as.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

struct BreakGlassRequest {
  std::string patient;
  std::string reason;
  std::int64_t minutes = EmergencyAccess{}.duration.count();
};

ExitCode break_glass(const GlobalOptions& global, const Actor& actor,
                     const BreakGlassRequest& request) {
  const auto clinic = open_clinic(global);
  auto session = act_as(clinic, actor.email);
  const auto opened = session.break_glass(Id<Patient>{id_of(request.patient)},
                                          {request.reason, std::chrono::minutes{request.minutes}});
  print_record(session.get(entity_info<CareRelationship>(), opened->id.value).value(),
               clinic,
               actor,
               global);
  return ExitCode::ok;
}

}  // namespace

void add_as_break_glass(CLI::App& parent, const GlobalOptions& options, Work& work,
                        const ActorPointer& actor) {
  auto* command = parent.add_subcommand(
      "break-glass", "Open a patient's data in an emergency, for a while; somebody will review it");
  const auto request = std::make_shared<BreakGlassRequest>();
  command->add_option("PATIENT", request->patient, "The patient's id")->required();
  command->add_option("--reason", request->reason, "For the review")->required();
  command->add_option("--minutes", request->minutes, "From now; at most a day")
      ->type_name("N")
      ->capture_default_str();
  command->callback([&options, &work, actor, request] {
    work = [&options, actor, request] { return break_glass(options, *actor, *request); };
  });
}

}  // namespace salus::cli

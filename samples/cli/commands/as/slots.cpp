#include <iostream>

#include <CLI/CLI.hpp>

#include "salus/codec/slot_json.hpp"

#include "cli/commands/as.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/terminal/table.hpp"
#include "cli/terminal/text_width.hpp"
#include "cli/words/assignment.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

struct SlotsRequest {
  std::string doctor;
  std::string from;
  std::string to;
};

void print_table(const std::vector<Slot>& slots) {
  Table table{std::cout,
              {{.heading = "Starts"}, {.heading = "Ends"}, {.heading = "Location"}},
              output_width()};
  for (const auto& slot : slots)
    table.add({to_string(slot.starts_at), to_string(slot.ends_at), slot.location.value_or("")});
  if (!slots.empty()) table.finish();
  std::cout << Style{Stream::output}.dim(std::to_string(slots.size()) + " free slots") << '\n';
}

ExitCode slots(const GlobalOptions& global, const Actor& actor, const SlotsRequest& request) {
  const auto clinic = open_clinic(global);
  auto session = act_as(clinic, actor.email);
  const auto from = request.from.empty() ? clinic.environment().clock()
                                         : moment_of("from", request.from, session.calendar());
  const auto to = request.to.empty() ? from + std::chrono::days{7}
                                     : moment_of("to", request.to, session.calendar());
  const auto found = session.free_slots(Id<Doctor>{id_of(request.doctor)}, {from, to});
  if (global.format == OutputFormat::text) {
    print_table(found);
  } else {
    for (const auto& slot : found) std::cout << to_json(slot) << '\n';
  }
  return ExitCode::ok;
}

}  // namespace

void add_as_slots(CLI::App& parent, const GlobalOptions& options, Work& work,
                  const ActorPointer& actor) {
  auto* command = parent.add_subcommand("slots", "When a doctor has time for an appointment");
  const auto request = std::make_shared<SlotsRequest>();
  command->add_option("DOCTOR", request->doctor, "The doctor's id")->required();
  command->add_option("--from", request->from, "From this moment or day on; else from now on")
      ->type_name("TIME");
  command->add_option("--to", request->to, "Up to this one; else for 7 days, and at most 31")
      ->type_name("TIME");
  command->footer(
      R"(A time without a zone is one of the organization. To book a slot:

  salus as EMAIL create appointment doctor=ID patient=ID starts_at=TIME ends_at=TIME)");
  command->callback([&options, &work, actor, request] {
    work = [&options, actor, request] { return slots(options, *actor, *request); };
  });
}

}  // namespace salus::cli

#include "cli/demo/demo.hpp"

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"

namespace salus::cli {

void add_demo(CLI::App& parent, const GlobalOptions&, Work& work) {
  auto* command =
      parent.add_subcommand("demo", "Make a sample clinic, and show what each person sees of it");
  const auto request = std::make_shared<DemoRequest>();
  command->add_flag("--serve", request->serves, "Then run the REST host on it, until Ctrl-C");
  command->add_option("--port", request->port, "For --serve: 8080, or a free one if that is taken")
      ->check(CLI::Range(0, 65535).description(""))
      ->type_name("PORT");
  command
      ->add_option("--keep", request->kept_folder, "Keep the database and its key in this folder")
      ->type_name("DIR");
  command->footer(
      R"(Everything it prints is the answer of a call that an application would make. Nothing of yours is touched.
With --serve come log-ins of a doctor, a patient, an administrator and a receptionist, and calls to paste.)");
  command->callback([&work, request] { work = [request] { return run_demo(*request); }; });
}

}  // namespace salus::cli

#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/serving/serve_until_signal.hpp"

namespace salus::cli {

namespace {

ExitCode serve(const GlobalOptions& options, const rest::ServerOptions& server_options) {
  const auto clinic = open_clinic(options);
  serve_until_signal(clinic, server_options, [](int port) {
    std::cout << "Serving http://127.0.0.1:" << port << "/api/ until Ctrl-C\n" << std::flush;
  });
  return ExitCode::ok;
}

}  // namespace

void add_serve(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand("serve", "Serve the REST API of the database until Ctrl-C");
  const auto server = std::make_shared<rest::ServerOptions>();
  command->add_option("--host", server->host, "The address to listen at")->capture_default_str();
  command->add_option("--port", server->port, "The port; 0: a free one")->capture_default_str();
  command->add_flag_callback(
      "--log-requests",
      [server] { server->log = rest::RequestLog::requests; },
      "A line of JSON for every request, on standard error");
  command->footer(R"(
Tokens are signed with a key that is made at each start, so a restart logs everybody out.

Example:
  salus serve --db clinic.db --port 8080)");
  command->callback(
      [&options, &work, server] { work = [&options, server] { return serve(options, *server); }; });
}

}  // namespace salus::cli

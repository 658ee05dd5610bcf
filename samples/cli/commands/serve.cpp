#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/serving/serve_until_interrupted.hpp"

namespace salus::cli {

namespace {

struct ServeRequest {
  rest::ServerOptions server;
};

ExitCode serve(const GlobalOptions& options, const ServeRequest& request) {
  const InterruptSignals signals;  // before the database starts threads
  const auto clinic = open_clinic(options, JournalReads::batched);
  rest::Server server{clinic, request.server};
  std::cout << "Serving http://" << request.server.host << ':' << server.port()
            << "/api/  (Ctrl-C stops)\n"
            << std::flush;
  serve_until_interrupted(server, signals);
  std::cout << "Stopped.\n";
  return ExitCode::ok;
}

}  // namespace

void add_serve(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand("serve", "Run the reference REST host");
  const auto request = std::make_shared<ServeRequest>();
  command->add_option("--host", request->server.host, "The address to listen at")
      ->capture_default_str();
  command->add_option("--port", request->server.port, "The port; 0 takes a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command
      ->add_option(
          "--public-url", request->server.public_url, "What links begin with, behind a proxy")
      ->type_name("URL");
  command
      ->add_option("--client-address-header",
                   request->server.client_address_header,
                   "The header in which a proxy says where a request came from")
      ->type_name("NAME");
  command->add_flag_callback(
      "--log-requests",
      [request] { request->server.log = rest::RequestLog::requests; },
      "A line of JSON for every request, on standard error");
  command->footer(
      R"(The keys that sign tokens are rows of the database, so log-ins outlive the program and are good in every
process that serves it; "salus rotate-keys" makes a new one.

Example:
  salus serve --db clinic.db --port 8080)");
  command->callback([&options, &work, request] {
    work = [&options, request] { return serve(options, *request); };
  });
}

}  // namespace salus::cli

#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/serving/serve_until_interrupted.hpp"
#include "cli/terminal/prompt.hpp"

namespace salus::cli {

namespace {

struct ServeRequest {
  std::string token_key_file;
  rest::ServerOptions server;
};

Secret token_key(const ServeRequest& request) {
  if (!request.token_key_file.empty()) return secret_in_file(request.token_key_file);
  if (auto key = secret_in_environment("SALUS_TOKEN_KEY")) return *std::move(key);
  return fresh_token_key();
}

ExitCode serve(const GlobalOptions& options, const ServeRequest& request) {
  const InterruptSignals signals;  // before the database starts threads
  const auto clinic = open_clinic(options, JournalReads::batched);
  rest::Server server{clinic, token_key(request), request.server};
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
      ->add_option("--token-key-file",
                   request->token_key_file,
                   "A file with the key that signs tokens, at least 32 characters")
      ->type_name("FILE");
  command->add_flag_callback(
      "--log-requests",
      [request] { request->server.log = rest::RequestLog::requests; },
      "A line of JSON for every request, on standard error");
  command->footer(
      R"(The key that signs tokens may also come from SALUS_TOKEN_KEY. Without one, a new key is made: then
log-ins end when the program does.

Example:
  salus serve --db clinic.db --port 8080)");
  command->callback([&options, &work, request] {
    work = [&options, request] { return serve(options, *request); };
  });
}

}  // namespace salus::cli

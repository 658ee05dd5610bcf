#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "cli/config/setting.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/failure.hpp"
#include "cli/serving/descriptor_limit.hpp"
#include "cli/serving/serve_until_interrupted.hpp"

namespace salus::cli {

namespace {

constexpr int no_port = -1;

struct ServeRequest {
  rest::ServerOptions server;
  std::string config_file;
  std::string certificate;
  std::string key;
  rest::OperationsAddress operations{.port = no_port};
  bool logs_requests = false;
  bool prints_config = false;
};

Failure contradiction(const std::string& problem, std::string advice) {
  return {ExitCode::usage, problem, std::move(advice)};
}

/// What one setting alone cannot say.
rest::ServerOptions server_options(const ServeRequest& request) {
  auto options = request.server;
  if (request.logs_requests) options.log = rest::RequestLog::requests;
  if (request.operations.port != no_port) options.operations = request.operations;
  if (request.certificate.empty() != request.key.empty())
    throw contradiction("TLS needs a certificate and its key.",
                        "Set both tls-certificate and tls-key, or neither.");
  if (!request.certificate.empty()) options.tls = {request.certificate, request.key};
  if (options.streams >= options.workers)
    throw contradiction("there are as many streams as workers.",
                        "Set streams to less than workers.");
  return options;
}

ExitCode serve(const GlobalOptions& options, const ServeRequest& request, CLI::App& command) {
  if (!request.config_file.empty()) apply(ConfigFile{request.config_file}, command);
  const auto server_wishes = server_options(request);
  if (request.prints_config) {
    print_settings(std::cout, command);
    return ExitCode::ok;
  }
  raise_descriptor_limit();
  const InterruptSignals signals;  // before the database starts threads
  const auto clinic = open_clinic(options, JournalReads::batched);
  rest::Server server{clinic, server_wishes};
  std::cout << "Serving " << (server_wishes.tls ? "https://" : "http://") << server_wishes.host
            << ':' << server.port() << "/api/  (Ctrl-C stops)\n";
  if (server_wishes.operations) {
    std::cout << "Metrics http://" << server_wishes.operations->host << ':'
              << server.operations_port() << "/metrics\n";
  }
  std::cout << std::flush;
  serve_until_interrupted(server, signals);
  std::cout << "Stopped.\n";
  return ExitCode::ok;
}

void add_addresses(CLI::App& command, ServeRequest& request) {
  auto& server = request.server;
  add_setting(command, "host", server.host, "The address to listen at");
  add_setting(command, "port", server.port, "The port; 0 takes a free one")
      ->check(CLI::Range(0, 65535).description(""))
      ->type_name("PORT");
  add_setting(command, "public-url", server.public_url, "What links begin with, behind a proxy")
      ->type_name("URL");
  add_setting(command,
              "client-address-header",
              server.client_address_header,
              "The header in which a proxy says where a request came from")
      ->type_name("NAME");
  add_setting(
      command, "tls-certificate", request.certificate, "The server's certificate chain, in PEM")
      ->type_name("FILE");
  add_setting(command, "tls-key", request.key, "Its private key, in PEM")->type_name("FILE");
  add_setting(command,
              "cors-origin",
              server.cors_origins,
              "An origin whose pages may read answers; may be repeated")
      ->type_name("ORIGIN")
      ->default_str("");
  add_setting(command,
              "operations-host",
              request.operations.host,
              "The address of /metrics, where /healthz and /readyz are, too");
  add_setting(command,
              "operations-port",
              request.operations.port,
              "Its port; without one there is no /metrics")
      ->check(CLI::Range(0, 65535).description(""))
      ->type_name("PORT")
      ->default_str("");
}

void add_limits(CLI::App& command, rest::ServerOptions& server) {
  const auto add_count = [&command](
                             const std::string& name, std::size_t& value, const std::string& help) {
    add_setting(command, name, value, help)
        ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 40U).description(""))
        ->type_name("N");
  };
  add_count("workers", server.workers, "Requests worked on at a time");
  add_count(
      "password-workers", server.password_workers, "Besides, log-ins and registrations at a time");
  add_count("streams", server.streams, "Besides, answers too long to hold");
  add_count("waiting", server.waiting, "Requests that wait for a worker; beyond it, 503");
  add_count("waiting-passwords", server.waiting_passwords, "The same of log-ins and registrations");
  add_count("connections", server.connections, "Connections at a time; beyond it, 503");
  add_count(
      "requests-per-connection", server.requests_per_connection, "Then the connection is closed");
  add_count("largest-body", server.largest_body, "Bytes of a request's body");
  add_count("largest-head", server.largest_head, "Bytes of a request's headers");
  add_count(
      "request-memory",
      server.request_memory,
      "Bytes of all requests that are not answered yet, beyond 64 KiB of each; beyond it, 503");
  add_setting(command, "longest-wait", server.longest_wait, "For a worker; then 503");
  add_setting(command, "read-timeout", server.read_timeout, "For a whole request to come");
  add_setting(command, "write-timeout", server.write_timeout, "For a client to take an answer");
  add_setting(command, "idle-timeout", server.idle_timeout, "Between two requests of a connection");
  add_setting(
      command, "stop-timeout", server.stop_timeout, "For what was begun, when the server stops");
}

}  // namespace

void add_serve(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand("serve", "Run the reference REST host");
  const auto request = std::make_shared<ServeRequest>();
  add_addresses(*command, *request);
  add_limits(*command, request->server);
  command
      ->add_flag("--log-requests",
                 request->logs_requests,
                 "A line of JSON for every request, on standard error")
      ->envname(environment_name("log-requests"))
      ->default_str("false");
  command
      ->add_option(
          "--config", request->config_file, "A file of these settings, in TOML: port = 8080")
      ->envname(environment_name("config"))
      ->type_name("FILE");
  command->add_flag(
      "--print-config", request->prints_config, "Print the settings as such a file, and end");
  command->footer(
      R"(The command line goes before the environment, that before the file, and that before the default. Keys and
passwords are no settings: see salus --help. The keys that sign tokens are rows of the database, so log-ins outlive
the program and are good in every process that serves it; "salus rotate-keys" makes a new one.

Examples:
  salus serve --db clinic.db --port 8080
  salus serve --config /etc/salus.toml
  salus serve --db clinic.db --host 0.0.0.0 --tls-certificate chain.pem --tls-key key.pem --operations-port 9100)");
  command->callback([&options, &work, request, command] {
    work = [&options, request, command] { return serve(options, *request, *command); };
  });
}

}  // namespace salus::cli

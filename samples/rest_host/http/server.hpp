#pragma once

/// The reference REST host on a socket: an `Api` behind an event-driven front end.
///
/// @code
/// salus::rest::Server server{clinic, {.port = 8080}};
/// std::thread stopper{[&server] { wait_for_signal(); server.stop(); }};
/// server.run();
/// @endcode
///
/// What an answer says is the Api's business; here are the connections: limits, timeouts, TLS, headers that
/// every answer has, the log and the numbers. docs/rest.md tells how to run one.

#include <memory>

#include "rest_host/api/api.hpp"
#include "rest_host/http/server_options.hpp"

namespace salus::rest {

class Server {
 public:
  /// Binds the address. Throws `invalid_input` if it is not to be had, or a file of the TLS options is not
  /// usable. `api` outlives the server.
  Server(const Api& api, ServerOptions options);

  /// The same with an Api of its own. `clinic` outlives the server.
  explicit Server(const Clinic& clinic, ServerOptions options = {}, ApiOptions api_options = {});

  /// The same connections before something else, such as a host's own routes in front of an Api.
  Server(Handler respond, ServerOptions options);

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// Serves until `stop()`, then finishes what was begun.
  void run();

  /// Makes `run()` return, also if it was not called yet. From any thread.
  void stop() noexcept;

  /// The port that is bound; that of the operations, 0 if there is none.
  int port() const noexcept;
  int operations_port() const noexcept;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace salus::rest

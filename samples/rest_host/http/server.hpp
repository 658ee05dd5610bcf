#pragma once

/// The reference REST host on a socket: an `Api` behind stock cpp-httplib threads.
///
/// @code
/// salus::rest::Server server{clinic, {.port = 8080}};
/// std::thread stopper{[&server] { wait_for_signal(); server.stop(); }};
/// server.run();
/// @endcode
///
/// What an answer says is the Api's business; here are the connections: limits, timeouts, headers that
/// every answer has, and the log.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "rest_host/api/api.hpp"

namespace salus::rest {

/// What is written to stderr, a line of JSON each: never a path, a query or a body.
enum class RequestLog : std::uint8_t {
  failures,  ///< What went wrong inside.
  requests,  ///< Besides, every request.
};

/// Where and how a Server listens.
struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8080;  ///< 0: a free one; `Server::port()` says which.
  std::string
      public_url;  ///< What links begin with, "https://api.example.org"; empty: as the client calls us.
  /// The header in which a proxy before us says where a request came from, such as X-Forwarded-For; its last
  /// entry counts. Empty: there is no proxy, and whoever is connected is the client.
  std::string client_address_header{};
  RequestLog log = RequestLog::failures;
  std::size_t threads = 64;              ///< At most: one serves one connection at a time.
  std::size_t largest_body = 1'048'576;  ///< Bytes.
  std::size_t requests_per_connection = 1000;
  std::chrono::seconds read_timeout{10};
  std::chrono::seconds write_timeout{10};
  std::chrono::seconds idle_timeout{5};  ///< Between two requests of a connection.
};

class Server {
 public:
  /// Binds the address. Throws `invalid_input` if it is not to be had. `api` outlives the server.
  Server(const Api& api, ServerOptions options);

  /// The same with an Api of its own. `clinic` outlives the server.
  explicit Server(const Clinic& clinic, ServerOptions options = {}, ApiOptions api_options = {});

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// Serves until `stop()`, then finishes what was begun.
  void run();

  /// Makes `run()` return, also if it was not called yet. From any thread.
  void stop() noexcept;

  /// The port that is bound.
  int port() const noexcept;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace salus::rest

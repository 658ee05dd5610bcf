#pragma once

/// Where and how a Server listens, and what it holds its clients to.

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rest_host/api/http_message.hpp"
#include "rest_host/http/exchange_recorder.hpp"
#include "rest_host/http/tls.hpp"

namespace salus::rest {

/// An address of its own for those who run the server: /metrics, /healthz and /readyz, without a token and
/// without TLS. Nothing else is served there, and /metrics nowhere else: behind a proxy on the same machine
/// every client comes from the loopback address, so that address alone would protect nothing.
struct OperationsAddress {
  std::string host = "127.0.0.1";
  int port = 0;  ///< 0: a free one.
};

/// What a request becomes: `Api::handle`, or a test's own. Called by many threads; an exception is a 500.
using Handler = std::function<Response(const Request&)>;

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8080;  ///< 0: a free one; `Server::port()` says which.
  /// What links begin with, "https://api.example.org"; empty: as the client calls us.
  std::string public_url;
  /// The header in which a proxy before us says where a request came from, such as X-Forwarded-For; its last
  /// entry counts. Empty: there is no proxy, and whoever is connected is the client.
  std::string client_address_header{};
  RequestLog log = RequestLog::failures;

  std::optional<TlsFiles> tls{};  ///< None: a proxy before us does it, or nobody needs it.
  std::optional<OperationsAddress> operations{};
  std::vector<std::string>
      cors_origins{};  ///< "https://app.example.org"; none: no page of another origin.

  std::size_t workers = 8;  ///< Requests worked on at a time, ...
  std::size_t password_workers =
      2;  ///< ... besides so many log-ins and registrations, each a hash of 19 MiB,
  std::size_t streams = 4;    ///< ... and answers too long to hold. Fewer than `workers`.
  std::size_t waiting = 512;  ///< Requests that wait for a worker; beyond it, 503.
  std::size_t waiting_passwords = 64;
  std::chrono::milliseconds longest_wait{5'000};  ///< In that queue; then 503.
  std::size_t connections = 4'096;                ///< At a time; beyond it, 503.
  std::size_t requests_per_connection = 10'000;

  std::size_t largest_body = 1'048'576;  ///< Bytes.
  std::size_t largest_head = 16'384;     ///< Bytes of the request line and the headers.
  /// Bytes of requests that are not answered yet, of all connections together, beyond 64 KiB of each; then 503.
  std::size_t request_memory = 268'435'456;
  std::chrono::milliseconds read_timeout{10'000};  ///< For a whole request, from its first byte.
  std::chrono::milliseconds write_timeout{
      10'000};  ///< For the rest of an answer that the client takes slowly.
  std::chrono::milliseconds idle_timeout{60'000};  ///< Between two requests of a connection.
  std::chrono::milliseconds stop_timeout{
      10'000};  ///< What was begun may take so long after `stop()`.
};

}  // namespace salus::rest

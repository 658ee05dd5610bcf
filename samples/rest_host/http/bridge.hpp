#pragma once

/// From a whole request on a connection to its handler and back, by cpp-httplib's parser and writer. What is HTTP
/// about sockets and time is not here.

#include <functional>
#include <memory>
#include <string>

#include "rest_host/api/http_message.hpp"
#include "rest_host/http/admission.hpp"
#include "rest_host/http/connection.hpp"
#include "rest_host/http/exchange_recorder.hpp"
#include "rest_host/http/server_options.hpp"

namespace salus::rest {

/// What a Bridge works with; everything outlives it.
struct BridgeParts {
  Handler respond;
  const ServerOptions& options;
  Admission& admission;
  ExchangeRecorder& recorder;
  std::function<std::string()> metrics_text;
};

/// Thread-safe.
class Bridge {
 public:
  explicit Bridge(BridgeParts parts);
  Bridge(const Bridge&) = delete;
  Bridge& operator=(const Bridge&) = delete;
  ~Bridge();

  /// Answers the request that the connection has, whatever happens. It does not wait for the client, but for the
  /// pieces of a body that is written in pieces.
  Connection::Then answer(Connection& connection, Lane lane) noexcept;

  /// From now on every answer ends its connection.
  void close_connections() noexcept;

  /// From now on nobody gets another piece.
  void cut_streams() noexcept;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// The lane of a request, by its method and its path.
Lane lane_of(const Connection& connection);

}  // namespace salus::rest

#pragma once

/// An address that clients connect to.

#include <optional>
#include <string>

#include "rest_host/http/transport.hpp"

namespace salus::rest {

/// A client that has connected.
struct Accepted {
  Descriptor socket;
  std::string address;  ///< As text, without the port.
};

class Listener {
 public:
  /// Binds. Port 0 takes a free one. Throws `invalid_input` if the address is not to be had.
  Listener(const std::string& host, int port);

  int port() const noexcept { return port_; }
  int descriptor() const noexcept { return socket_.number(); }

  /// The next that waits, or nothing.
  std::optional<Accepted> accept() const;

  /// Takes no more: who connects from now on is refused.
  void stop() const noexcept;

 private:
  Descriptor socket_;
  int port_ = 0;
};

}  // namespace salus::rest

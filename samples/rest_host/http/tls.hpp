#pragma once

/// Connections encrypted by TLS 1.2 or 1.3 (OpenSSL).

#include <memory>
#include <string>

#include "rest_host/http/transport.hpp"

namespace salus::rest {

/// Files in PEM.
struct TlsFiles {
  std::string certificate;  ///< The server's, then those between it and a root.
  std::string key;          ///< Its private key, without a passphrase.
};

/// What the server's side of all connections has in common. Thread-safe.
class TlsContext {
 public:
  /// Throws `invalid_input`, naming the file, if one cannot be read or they do not belong together.
  explicit TlsContext(const TlsFiles& files);
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;
  ~TlsContext();

  /// The server's side of a new connection; the handshake comes with the first transfers. Throws
  /// `storage_unavailable` if there is no memory.
  std::unique_ptr<Transport> accept(Descriptor socket) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace salus::rest

#include "rest_host/http/tls.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "salus/core/error.hpp"

namespace salus::rest {

namespace {

using ContextHandle = std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)>;
using SessionHandle = std::unique_ptr<SSL, decltype(&::SSL_free)>;

/// Of the suites that OpenSSL has for TLS 1.2, those with forward secrecy and authenticated encryption.
constexpr const char* suites =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

Error unusable(const std::string& file, const std::string& what) {
  ERR_clear_error();
  return Error{ErrorCode::invalid_input, "The file " + file + " " + what};
}

int length_of(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

class TlsTransport : public Transport {
 public:
  TlsTransport(Descriptor socket, SessionHandle session)
      : socket_{std::move(socket)}, session_{std::move(session)} {}

  int descriptor() const noexcept override { return socket_.number(); }

  Transfer receive(std::span<char> room) override {
    ERR_clear_error();
    return outcome_of(::SSL_read(session_.get(), room.data(), length_of(room.size())));
  }

  Transfer send(std::string_view bytes) override {
    ERR_clear_error();
    return outcome_of(::SSL_write(session_.get(), bytes.data(), length_of(bytes.size())));
  }

  bool holds_input() const override { return ::SSL_has_pending(session_.get()) == 1; }

  void end_sending() override {
    ERR_clear_error();
    if (!is_broken_) ::SSL_shutdown(session_.get());
  }

 private:
  Transfer outcome_of(int moved) {
    if (moved > 0) return {Transfer::Outcome::moved, static_cast<std::size_t>(moved)};
    switch (::SSL_get_error(session_.get(), moved)) {
      case SSL_ERROR_WANT_READ:
        return {Transfer::Outcome::wants_input, 0};
      case SSL_ERROR_WANT_WRITE:
        return {Transfer::Outcome::wants_output, 0};
      case SSL_ERROR_ZERO_RETURN:
        return {Transfer::Outcome::ended, 0};
      default:
        is_broken_ = true;
        return {Transfer::Outcome::ended, 0};
    }
  }

  Descriptor socket_;
  SessionHandle session_;
  bool is_broken_ = false;
};

}  // namespace

struct TlsContext::State {
  ContextHandle context{::SSL_CTX_new(::TLS_server_method()), &::SSL_CTX_free};
};

TlsContext::TlsContext(const TlsFiles& files) : state_{std::make_unique<State>()} {
  auto* context = state_->context.get();
  if (context == nullptr) throw Error{ErrorCode::internal, "TLS is not available."};
  ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  ::SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  ::SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                         SSL_MODE_RELEASE_BUFFERS);
  if (::SSL_CTX_set_cipher_list(context, suites) != 1)
    throw Error{ErrorCode::internal, "OpenSSL has none of the cipher suites for TLS 1.2."};
  if (::SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1)
    throw unusable(files.certificate, "holds no certificate in PEM that can be read.");
  // A passphrase would have to be asked for at each start; without this OpenSSL asks by itself.
  ::SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return 0; });
  if (::SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1)
    throw unusable(
        files.key,
        "holds no private key that fits the certificate and can be read without a passphrase.");
  if (::SSL_CTX_check_private_key(context) != 1)
    throw unusable(files.key, "holds the key of another certificate.");
}

TlsContext::~TlsContext() = default;

std::unique_ptr<Transport> TlsContext::accept(Descriptor socket) const {
  SessionHandle session{::SSL_new(state_->context.get()), &::SSL_free};
  if (session == nullptr || ::SSL_set_fd(session.get(), socket.number()) != 1)
    throw Error{ErrorCode::storage_unavailable, "There is not enough memory for a connection."};
  ::SSL_set_accept_state(session.get());
  return std::make_unique<TlsTransport>(std::move(socket), std::move(session));
}

}  // namespace salus::rest

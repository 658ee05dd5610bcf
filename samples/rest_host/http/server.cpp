#include "rest_host/http/server.hpp"

#include <utility>

#include "rest_host/http/front_end.hpp"

namespace salus::rest {

class Server::Implementation {
 public:
  Implementation(const Api& api, ServerOptions options)
      : options_{std::move(options)}, front_end_{api, options_} {}

  Implementation(const Clinic& clinic, ServerOptions options, ApiOptions api_options)
      : own_api_{std::make_unique<Api>(clinic, api_options)},
        options_{std::move(options)},
        front_end_{*own_api_, options_} {}

  FrontEnd& front_end() noexcept { return front_end_; }

 private:
  std::unique_ptr<Api> own_api_;
  ServerOptions options_;
  FrontEnd front_end_;
};

Server::Server(const Api& api, ServerOptions options)
    : implementation_{std::make_unique<Implementation>(api, std::move(options))} {}

Server::Server(const Clinic& clinic, ServerOptions options, ApiOptions api_options)
    : implementation_{std::make_unique<Implementation>(clinic, std::move(options), api_options)} {}

Server::~Server() = default;

void Server::run() { implementation_->front_end().run(); }
void Server::stop() noexcept { implementation_->front_end().stop(); }
int Server::port() const noexcept { return implementation_->front_end().port(); }
int Server::operations_port() const noexcept {
  return implementation_->front_end().operations_port();
}

}  // namespace salus::rest

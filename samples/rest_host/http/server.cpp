#include "rest_host/http/server.hpp"

#include <utility>

#include "rest_host/http/front_end.hpp"

namespace salus::rest {

class Server::Implementation {
 public:
  Implementation(Handler respond, ServerOptions options)
      : options_{std::move(options)}, front_end_{std::move(respond), options_} {}

  FrontEnd& front_end() noexcept { return front_end_; }

 private:
  ServerOptions options_;
  FrontEnd front_end_;
};

Server::Server(Handler respond, ServerOptions options)
    : implementation_{std::make_unique<Implementation>(std::move(respond), std::move(options))} {}

Server::Server(const Api& api, ServerOptions options)
    : Server{[&api](const Request& request) { return api.handle(request); }, std::move(options)} {}

Server::Server(const Clinic& clinic, ServerOptions options, ApiOptions api_options)
    : Server{[api = std::make_shared<Api>(clinic, api_options)](const Request& request) {
               return api->handle(request);
             },
             std::move(options)} {}

Server::~Server() = default;

void Server::run() { implementation_->front_end().run(); }
void Server::stop() noexcept { implementation_->front_end().stop(); }
int Server::port() const noexcept { return implementation_->front_end().port(); }
int Server::operations_port() const noexcept {
  return implementation_->front_end().operations_port();
}

}  // namespace salus::rest

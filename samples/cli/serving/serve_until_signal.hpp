#pragma once

/// The REST host inside this program.

#include <functional>

#include "salus/service/clinic.hpp"

#include "rest_host/http/server.hpp"

namespace salus::cli {

/// Binds, tells `ready` the port, and serves until SIGINT or SIGTERM; what was begun is finished.
void serve_until_signal(const Clinic& clinic, const rest::ServerOptions& options,
                        const std::function<void(int port)>& ready);

}  // namespace salus::cli

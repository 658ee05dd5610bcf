#pragma once

#include "cli/serving/interrupt.hpp"
#include "rest_host/http/server.hpp"

namespace salus::cli {

/// Serves until Ctrl-C, then lets the server finish what was begun.
void serve_until_interrupted(rest::Server& server, const InterruptSignals& signals);

}  // namespace salus::cli

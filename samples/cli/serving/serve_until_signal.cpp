#include "cli/serving/serve_until_signal.hpp"

#include <csignal>
#include <string>
#include <thread>

namespace salus::cli {

namespace {

Secret new_token_key(const Clinic& clinic) {
  std::string bytes(32, '\0');
  clinic.environment().random(std::as_writable_bytes(std::span{bytes}));
  return Secret{std::move(bytes)};
}

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

void serve_until_signal(const Clinic& clinic, const rest::ServerOptions& options,
                        const std::function<void(int port)>& ready) {
  // Blocked before the first thread is made, so that only sigwait receives them.
  const auto signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  rest::Server server{clinic, new_token_key(clinic), options};
  std::thread stopper{[&] {
    int received = 0;
    sigwait(&signals, &received);
    server.stop();
  }};
  ready(server.port());
  server.run();
  // run() may also end by itself; the stopper must not wait for a signal that never comes.
  pthread_kill(stopper.native_handle(), SIGTERM);
  stopper.join();
}

}  // namespace salus::cli

#include "cli/serving/serve_until_interrupted.hpp"

#include <csignal>
#include <thread>

namespace salus::cli {

namespace {

/// A thread that stops the server at a signal, and that a signal ends when the server stops by itself.
class Stopper {
 public:
  Stopper(rest::Server& server, const InterruptSignals& signals)
      : thread_{[&server, &signals] {
          signals.wait();
          server.stop();
        }} {}
  Stopper(const Stopper&) = delete;
  Stopper& operator=(const Stopper&) = delete;
  ~Stopper() {
    // Blocked there, so it ends the wait and nothing else. NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread)
    ::pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
  }

 private:
  std::thread thread_;
};

}  // namespace

void serve_until_interrupted(rest::Server& server, const InterruptSignals& signals) {
  const Stopper stopper{server, signals};
  server.run();
}

}  // namespace salus::cli

#pragma once

/// Ctrl-C and friends as something to wait for, instead of something that happens to a thread.

#include <csignal>

namespace salus::cli {

/// Keeps SIGINT, SIGTERM and SIGHUP from every thread that is started while it lives. Made before
/// the first thread.
class InterruptSignals {
 public:
  InterruptSignals();
  InterruptSignals(const InterruptSignals&) = delete;
  InterruptSignals& operator=(const InterruptSignals&) = delete;
  ~InterruptSignals();

  /// Returns when one of them comes.
  void wait() const;

 private:
  sigset_t signals_{};
  sigset_t before_{};
};

}  // namespace salus::cli

#include "cli/serving/interrupt.hpp"

#include <initializer_list>

namespace salus::cli {

InterruptSignals::InterruptSignals() {
  sigemptyset(&signals_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals_, signal);
  ::pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

InterruptSignals::~InterruptSignals() {
  // A second Ctrl-C while we were leaving must not turn a clean end into another one.
  const timespec at_once{};
  while (::sigtimedwait(&signals_, nullptr, &at_once) > 0) {
  }
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void InterruptSignals::wait() const {
  int signal = 0;
  ::sigwait(&signals_, &signal);
}

}  // namespace salus::cli

#pragma once

/// Work in another process, which may crash. No other thread may run meanwhile.

#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace sqlite_test {

/// Ends the process as a power failure would: nothing is closed.
[[noreturn]] inline void crash() { _exit(0); }

/// Starts the work in a child of this process; `wait` for it.
class OtherProcess {
 public:
  template <class Work>
  explicit OtherProcess(const Work& work) : id_{fork()} {
    if (id_ < 0) throw std::runtime_error{"fork"};
    if (id_ > 0) return;
    try {
      work();
      _exit(0);
    } catch (...) {
      _exit(1);
    }
  }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;
  ~OtherProcess() { wait(); }

  /// Whether the work ended without a throw.
  bool wait() {
    if (id_ == 0) return succeeded_;
    int status = 0;
    waitpid(id_, &status, 0);
    id_ = 0;
    return succeeded_ = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  pid_t id_;
  bool succeeded_ = false;
};

/// Does the work in another process; throws if it threw.
template <class Work>
void in_other_process(const Work& work) {
  if (!OtherProcess{work}.wait()) throw std::runtime_error{"The other process failed."};
}

}  // namespace sqlite_test

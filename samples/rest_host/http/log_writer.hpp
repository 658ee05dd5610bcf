#pragma once

/// Lines to a descriptor, by a thread of its own: whoever reads a log may be slow or stuck, and no request waits
/// for that.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace salus::rest {

/// Thread-safe.
class LogWriter {
 public:
  /// `descriptor` stays the caller's.
  explicit LogWriter(int descriptor);
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  /// Writes what is left, if it is taken within a second.
  ~LogWriter();

  /// Adds a line, or drops it if too many wait. A later line tells how many were dropped: {"dropped_lines":7}
  void add(std::string line);

 private:
  void work();
  bool write(std::string_view text) const;

  int descriptor_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> waiting_;
  std::size_t dropped_ = 0;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace salus::rest

#pragma once

/// How long a call waits for others.

#include <chrono>
#include <cstdint>
#include <optional>

#include <sqlite3.h>

namespace salus::sqlite {

/// Makes calls on a connection give up after their deadline: while they wait for another process's
/// lock, and in the middle of a long query. Stays where it is: SQLite holds its address.
class Patience {
 public:
  explicit Patience(sqlite3* database);
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;
  ~Patience();

  /// A new call begins. Its clock starts when there is something to wait for, so that a quick call
  /// never asks the time.
  void begin(std::chrono::milliseconds deadline) noexcept {
    deadline_ = deadline;
    end_.reset();
  }

 private:
  static int on_busy(void* self, int attempts) noexcept;
  static int on_progress(void* self) noexcept;
  bool is_over() noexcept;
  std::chrono::microseconds next_wait(int attempts) noexcept;

  sqlite3* database_;
  std::chrono::milliseconds deadline_{30'000};
  std::optional<std::chrono::steady_clock::time_point> end_;
  std::uint32_t spread_;
};

}  // namespace salus::sqlite

#pragma once

/// How many bytes all connections together may hold of requests that are not answered yet, beyond what each of them
/// may hold anyway: with many clients, a limit for each of them bounds nothing.

#include <atomic>
#include <cstddef>

namespace salus::rest {

/// Thread-safe.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t most) : most_{most}, left_{most} {}

  /// False: there is not so much left, and nothing was taken.
  bool take(std::size_t bytes) noexcept {
    auto left = left_.load(std::memory_order_relaxed);
    while (left >= bytes) {
      if (left_.compare_exchange_weak(left, left - bytes, std::memory_order_relaxed)) return true;
    }
    return false;
  }
  void give_back(std::size_t bytes) noexcept { left_.fetch_add(bytes, std::memory_order_relaxed); }
  std::size_t taken() const noexcept { return most_ - left_.load(std::memory_order_relaxed); }

 private:
  std::size_t most_;
  std::atomic<std::size_t> left_;
};

}  // namespace salus::rest

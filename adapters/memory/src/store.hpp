#pragma once

/// The published state, and the right to replace it.

#include <chrono>
#include <memory>
#include <mutex>

#include "database.hpp"

namespace salus::memory {

/// Thread-safe. Readers take the state as it is; writers come one after the other, and each replaces
/// the state by one that it made from it.
class Store {
 public:
  using WriterLock = std::unique_lock<std::timed_mutex>;

  std::shared_ptr<const Database> state() const;

  /// Waits until nobody else writes; throws `storage_busy` after the deadline.
  WriterLock begin_writing(std::chrono::milliseconds deadline);

  /// Makes a state visible to everybody. The caller holds the writer's lock.
  void publish(const WriterLock& writer, Database next);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Database> state_ = std::make_shared<const Database>();
  std::timed_mutex writer_;
};

}  // namespace salus::memory

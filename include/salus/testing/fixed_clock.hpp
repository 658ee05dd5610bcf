#pragma once

/// A clock that stands still until it is told to go on.
///
/// @code
/// FixedClock clock{*parse_timestamp("2024-05-01T09:00Z")};
/// Clinic clinic{storage, {.environment = {.clock = clock, .random = random_source(7)}}};
/// clock.advance(15min);
/// @endcode

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

#include "salus/core/environment.hpp"

namespace salus::testing {

/// Usable as a `Clock`. Copies are one clock: what one is set to, all tell. Thread-safe.
class FixedClock {
 public:
  explicit FixedClock(Timestamp start)
      : microseconds_{
            std::make_shared<std::atomic<std::int64_t>>(start.time_since_epoch().count())} {}

  Timestamp operator()() const {
    return Timestamp{std::chrono::microseconds{microseconds_->load()}};
  }

  void set(Timestamp moment) { microseconds_->store(moment.time_since_epoch().count()); }
  void advance(std::chrono::microseconds step) { microseconds_->fetch_add(step.count()); }

 private:
  std::shared_ptr<std::atomic<std::int64_t>> microseconds_;
};

}  // namespace salus::testing

#pragma once

/// How many requests are worked on at a time, and how many wait for it. Beyond that a client is told at once
/// that we are busy: a queue without an end helps nobody.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include "rest_host/http/connection.hpp"

namespace salus::rest {

/// Requests of one kind, which hold up each other and no others.
enum class Lane : std::uint8_t {
  ordinary,
  passwords,   ///< What may bring a password: its hash takes a core and 19 MiB for a while.
  operations,  ///< Health and metrics, so that they are seen when everything else is full.
};
inline constexpr std::size_t lane_count = 3;

struct LaneLimits {
  std::size_t running = 0;
  std::size_t waiting = 0;
};

/// A request that may be worked on now: by whoever holds it, who then calls `Admission::leave`.
struct Admitted {
  std::unique_ptr<Connection> connection;
  Lane lane = Lane::ordinary;
};

/// Thread-safe.
class Admission {
 public:
  explicit Admission(const std::array<LaneLimits, lane_count>& limits);

  /// A request comes. Returns what the caller shall work on: this one, or one that waited longer; nothing if it
  /// was put in the queue. If `connection` is still there afterwards, the queue is full.
  std::optional<Admitted> enter(Lane lane, std::unique_ptr<Connection>& connection);

  /// One is done. Returns the next that shall be worked on in its stead.
  std::optional<Admitted> leave(Lane lane);

  /// One more, or one less, may be worked on: one of them does nothing but wait for its client. While it is
  /// raised, somebody must be left who works and then takes the next; so fewer than all may do this at a time.
  void raise(Lane lane);
  void lower(Lane lane);

  std::size_t running() const;
  std::size_t waiting() const;

 private:
  struct State {
    LaneLimits limits;
    std::size_t running = 0;
    std::deque<std::unique_ptr<Connection>> waiting;
  };

  State& state_of(Lane lane) { return lanes_[static_cast<std::size_t>(lane)]; }

  mutable std::mutex mutex_;
  std::array<State, lane_count> lanes_;
};

}  // namespace salus::rest

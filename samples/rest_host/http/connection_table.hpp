#pragma once

/// Where connections rest while nobody works on them. Whoever takes one out owns it.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "rest_host/http/connection.hpp"

namespace salus::rest {

/// Thread-safe. A ticket is good until it is given back: an event that comes late finds nobody.
class ConnectionTable {
 public:
  explicit ConnectionTable(std::size_t most);

  /// A place for one more, or none.
  std::optional<Ticket> reserve();
  /// Gives a place back.
  void release(Ticket ticket);

  /// Lets a connection rest at the place of its ticket. Nobody takes it out before `arm` has returned.
  template <class Arm>
  void put(std::unique_ptr<Connection> connection, const Arm& arm) {
    auto& place = place_of(connection->peer().ticket);
    const std::scoped_lock lock{place.mutex};
    place.connection = std::move(connection);
    arm(*place.connection);
  }

  /// The connection that rests there, or null: somebody else has it, or it is gone.
  std::unique_ptr<Connection> take(Ticket ticket);

  /// Takes out each that rests and that `chosen` chooses.
  void take_if(const std::function<bool(const Connection&)>& chosen,
               const std::function<void(std::unique_ptr<Connection>)>& give);

  /// How many places are had.
  std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }

 private:
  struct Place {
    std::mutex mutex;
    std::uint32_t generation = 0;
    std::unique_ptr<Connection> connection;
  };

  Place& place_of(Ticket ticket) { return places_[static_cast<std::uint32_t>(ticket)]; }

  std::vector<Place> places_;
  std::mutex mutex_;  ///< Of the next.
  std::vector<std::uint32_t> free_;
  std::atomic<std::size_t> size_ = 0;
};

}  // namespace salus::rest

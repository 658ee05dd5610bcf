#include "rest_host/http/connection_table.hpp"

#include <numeric>
#include <utility>

namespace salus::rest {

namespace {

Ticket ticket_of(std::uint32_t index, std::uint32_t generation) {
  return (static_cast<Ticket>(generation) << 32U) | index;
}

}  // namespace

ConnectionTable::ConnectionTable(std::size_t most) : places_(most), free_(most) {
  std::iota(free_.rbegin(), free_.rend(), 0U);
}

std::optional<Ticket> ConnectionTable::reserve() {
  const std::scoped_lock lock{mutex_};
  if (free_.empty()) return std::nullopt;
  const auto index = free_.back();
  free_.pop_back();
  ++size_;
  const std::scoped_lock place_lock{places_[index].mutex};
  return ticket_of(index, places_[index].generation);
}

void ConnectionTable::release(Ticket ticket) {
  {
    auto& place = place_of(ticket);
    const std::scoped_lock lock{place.mutex};
    ++place.generation;
  }
  const std::scoped_lock lock{mutex_};
  free_.push_back(static_cast<std::uint32_t>(ticket));
  --size_;
}

std::unique_ptr<Connection> ConnectionTable::take(Ticket ticket) {
  auto& place = place_of(ticket);
  const std::scoped_lock lock{place.mutex};
  if (ticket_of(static_cast<std::uint32_t>(ticket), place.generation) != ticket) return nullptr;
  return std::exchange(place.connection, nullptr);
}

void ConnectionTable::take_if(const std::function<bool(const Connection&)>& chosen,
                              const std::function<void(std::unique_ptr<Connection>)>& give) {
  for (auto& place : places_) {
    std::unique_lock lock{place.mutex};
    if (place.connection == nullptr || !chosen(*place.connection)) continue;
    auto connection = std::exchange(place.connection, nullptr);
    lock.unlock();
    give(std::move(connection));
  }
}

}  // namespace salus::rest

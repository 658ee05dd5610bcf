#include "pool.hpp"

#include <utility>

#include "salus/core/error.hpp"

namespace salus::postgres {

Pool::Pool(std::string uri, OpenOptions options)
    : uri_{std::move(uri)}, options_{std::move(options)} {
  idle_.reserve(options_.connections);
}

Pool::Lease Pool::lease(Deadline deadline) {
  std::unique_lock lock{mutex_};
  if (!freed_.wait_until(lock, deadline, [this] { return leased_ < options_.connections; })) {
    throw Error{ErrorCode::storage_busy, "All connections to the database are in use."};
  }
  ++leased_;
  auto connection = take_idle();
  lock.unlock();
  try {
    if (connection == nullptr)
      connection = std::make_unique<Connection>(uri_, options_.connect_timeout);
  } catch (...) {
    take_back(nullptr);
    throw;
  }
  return {shared_from_this(), std::move(connection)};
}

std::unique_ptr<Connection> Pool::take_idle() {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (!connection->died_idle()) return connection;
  }
  return nullptr;
}

void Pool::take_back(std::unique_ptr<Connection> connection) noexcept {
  if (connection != nullptr && !connection->idle()) connection.reset();
  const std::scoped_lock lock{mutex_};
  --leased_;
  if (connection != nullptr) idle_.push_back(std::move(connection));
  freed_.notify_one();
}

void Pool::forget_idle() {
  std::vector<std::unique_ptr<Connection>> closing;
  const std::scoped_lock lock{mutex_};
  closing.swap(idle_);
}

}  // namespace salus::postgres

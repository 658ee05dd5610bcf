#include "reader_pool.hpp"

#include "salus/core/error.hpp"

namespace salus::sqlite {

ReaderPool::Lease ReaderPool::lease(std::chrono::milliseconds deadline) {
  Lease lease{*this, take(deadline)};
  lease->begin_call(deadline);
  return lease;
}

std::unique_ptr<Connection> ReaderPool::take(std::chrono::milliseconds deadline) {
  std::unique_lock lock{mutex_};
  if (free_.empty()) {
    if (opened_ < size_) return open_another(lock);
    ++waiting_;
    const bool freed = freed_.wait_for(lock, deadline, [this] { return !free_.empty(); });
    --waiting_;
    if (!freed) throw Error{ErrorCode::storage_busy, "All connections of the database were busy."};
  }
  auto connection = std::move(free_.back());
  free_.pop_back();
  return connection;
}

std::unique_ptr<Connection> ReaderPool::open_another(std::unique_lock<std::mutex>& lock) {
  free_.reserve(size_);  // so that giving back never fails
  ++opened_;
  lock.unlock();
  try {
    return open_();
  } catch (...) {
    lock.lock();
    --opened_;
    throw;
  }
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) noexcept {
  const std::scoped_lock lock{mutex_};
  free_.push_back(std::move(connection));
  if (waiting_ != 0) freed_.notify_one();
}

}  // namespace salus::sqlite

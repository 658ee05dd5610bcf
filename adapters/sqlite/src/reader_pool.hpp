#pragma once

/// Connections that read, lent for one query each.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "connection.hpp"

namespace salus::sqlite {

class ReaderPool {
 public:
  using Opener = std::function<std::unique_ptr<Connection>()>;

  /// Opens connections when they are needed, `size` at most.
  ReaderPool(std::size_t size, Opener open) : size_{size}, open_{std::move(open)} {}

  /// A connection for one query. Gives it back when it goes.
  class Lease {
   public:
    Lease(ReaderPool& pool, std::unique_ptr<Connection> connection)
        : pool_{&pool}, connection_{std::move(connection)} {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (connection_) pool_->give_back(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    ReaderPool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  /// Throws `storage_busy` if none is free in time. The connection's call has begun.
  Lease lease(std::chrono::milliseconds deadline);

 private:
  std::unique_ptr<Connection> take(std::chrono::milliseconds deadline);
  std::unique_ptr<Connection> open_another(std::unique_lock<std::mutex>& lock);
  void give_back(std::unique_ptr<Connection> connection) noexcept;

  std::size_t size_;
  Opener open_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t opened_ = 0;
  std::size_t waiting_ = 0;
  std::vector<std::unique_ptr<Connection>>
      free_;  ///< The last used one is taken first: its cache is warm.
};

}  // namespace salus::sqlite

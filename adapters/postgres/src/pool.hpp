#pragma once

/// The connections of one database, shared by its sessions.

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "salus/postgres.hpp"

#include "connection.hpp"

namespace salus::postgres {

/// Thread-safe. Connects when a connection is wanted and none is free.
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  /// A connection that is this caller's until the lease ends. It goes back outside any transaction,
  /// or not at all.
  class Lease {
   public:
    Lease(std::shared_ptr<Pool> pool, std::unique_ptr<Connection> connection)
        : pool_{std::move(pool)}, connection_{std::move(connection)} {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() {
      if (connection_) pool_->take_back(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    std::shared_ptr<Pool> pool_;
    std::unique_ptr<Connection> connection_;
  };

  Pool(std::string uri, OpenOptions options);

  /// Throws `storage_busy` if none is free in time, `storage_unavailable` if connecting fails.
  Lease lease(Deadline deadline);

  /// Closes the idle connections: one has died, and the others have probably seen the same.
  void forget_idle();

  const OpenOptions& options() const { return options_; }

 private:
  std::unique_ptr<Connection> take_idle();
  void take_back(std::unique_ptr<Connection> connection) noexcept;

  const std::string uri_;
  const OpenOptions options_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>>
      idle_;  ///< The last used is at the end, and is used first.
  std::size_t leased_ = 0;
};

}  // namespace salus::postgres

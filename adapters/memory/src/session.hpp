#pragma once

/// One caller's access to one organization of a store.

#include <memory>
#include <utility>

#include "salus/storage/backend.hpp"

#include "store.hpp"

namespace salus::memory {

class MemorySession final : public StorageSession {
 public:
  MemorySession(std::shared_ptr<Store> store, SessionOptions options)
      : store_{std::move(store)}, options_{std::move(options)} {}

  std::unique_ptr<Cursor> select(const Select& query) override;
  std::uint64_t count(const Count& query) override;
  CommitOutcome run(const TransactionBody& body) override;

 private:
  std::shared_ptr<Store> store_;
  SessionOptions options_;
};

}  // namespace salus::memory

#pragma once

/// A transaction on a private copy of the state.

#include <utility>

#include "salus/storage/session.hpp"

#include "database.hpp"

namespace salus::memory {

class MemoryTransaction final : public Transaction {
 public:
  MemoryTransaction(Database state, const Uuid& organization)
      : state_{std::move(state)}, organization_{organization} {}

  std::unique_ptr<Cursor> select(const Select& query) override;
  std::uint64_t count(const Count& query) override;
  void insert(const Insert& rows) override;
  std::uint64_t update(const Update& change) override;
  std::uint64_t remove(const EntityInfo& entity, const Expr& where) override;
  JournalHead claim_journal_stream() override;
  void with_savepoint(const std::function<void()>& body) override;

  const Database& state() const { return state_; }

 private:
  Database state_;
  Uuid organization_;
};

}  // namespace salus::memory

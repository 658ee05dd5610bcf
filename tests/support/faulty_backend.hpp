#pragma once

/// A storage that fails at one call: the n-th that a program makes of it, before or after it has done it.

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "support/forwarding_backend.hpp"

namespace salus::test {

/// Counts calls, and says which one fails. Thread-safe.
class FaultPlan {
 public:
  /// From now on, the call of this number fails; 0: none.
  void fail_at(std::int64_t number) { left_ = number; }

  void call() {
    if (left_.fetch_sub(1) == 1) throw Error{ErrorCode::storage_failed, "The disk is full."};
  }

 private:
  std::atomic<std::int64_t> left_ = 0;
};

class FaultyTransaction final : public Transaction {
 public:
  FaultyTransaction(Transaction& real, FaultPlan& plan) : real_{real}, plan_{plan} {}

  std::unique_ptr<Cursor> select(const Select& query) override {
    plan_.call();
    return real_.select(query);
  }
  std::uint64_t count(const Count& query) override {
    plan_.call();
    return real_.count(query);
  }
  void insert(const Insert& rows) override {
    plan_.call();
    real_.insert(rows);
  }
  std::uint64_t update(const Update& change) override {
    plan_.call();
    return real_.update(change);
  }
  std::uint64_t remove(const EntityInfo& entity, const Expr& where) override {
    plan_.call();
    return real_.remove(entity, where);
  }
  JournalHead claim_journal_stream() override {
    plan_.call();
    return real_.claim_journal_stream();
  }
  void with_savepoint(const std::function<void()>& body) override {
    plan_.call();
    real_.with_savepoint(body);
  }

 private:
  Transaction& real_;
  FaultPlan& plan_;
};

class FaultySession final : public ForwardingSession {
 public:
  FaultySession(std::unique_ptr<StorageSession> real, FaultPlan& plan)
      : ForwardingSession{std::move(real)}, plan_{plan} {}

  std::unique_ptr<Cursor> select(const Select& query) override {
    plan_.call();
    return real().select(query);
  }
  std::uint64_t count(const Count& query) override {
    plan_.call();
    return real().count(query);
  }
  CommitOutcome run(const TransactionBody& body) override {
    plan_.call();
    return real().run([&](Transaction& transaction) {
      FaultyTransaction faulty{transaction, plan_};
      body(faulty);
      plan_.call();  // the commit
    });
  }

 private:
  FaultPlan& plan_;
};

class FaultyBackend final : public ForwardingBackend {
 public:
  FaultyBackend(std::shared_ptr<Backend> real, FaultPlan& plan)
      : ForwardingBackend{std::move(real)}, plan_{plan} {}

  std::unique_ptr<StorageSession> open(SessionOptions options) override {
    return std::make_unique<FaultySession>(real().open(std::move(options)), plan_);
  }

 private:
  FaultPlan& plan_;
};

}  // namespace salus::test

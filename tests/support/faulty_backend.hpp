#pragma once

/// A storage that fails at one call: the n-th that a program makes of it, before or after it has done it.

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "salus/storage/backend.hpp"

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

class FaultySession final : public StorageSession {
 public:
  FaultySession(std::unique_ptr<StorageSession> real, FaultPlan& plan)
      : real_{std::move(real)}, plan_{plan} {}

  std::unique_ptr<Cursor> select(const Select& query) override {
    plan_.call();
    return real_->select(query);
  }
  std::uint64_t count(const Count& query) override {
    plan_.call();
    return real_->count(query);
  }
  CommitOutcome run(const TransactionBody& body) override {
    plan_.call();
    return real_->run([&](Transaction& transaction) {
      FaultyTransaction faulty{transaction, plan_};
      body(faulty);
      plan_.call();  // the commit
    });
  }

 private:
  std::unique_ptr<StorageSession> real_;
  FaultPlan& plan_;
};

class FaultyBackend final : public Backend {
 public:
  FaultyBackend(std::shared_ptr<Backend> real, FaultPlan& plan)
      : real_{std::move(real)}, plan_{plan} {}

  Capabilities capabilities() const override { return real_->capabilities(); }
  std::unique_ptr<StorageSession> open(SessionOptions options) override {
    return std::make_unique<FaultySession>(real_->open(std::move(options)), plan_);
  }
  SchemaSnapshot inspect() override { return real_->inspect(); }
  void apply(std::span<const SchemaChange> changes) override { real_->apply(changes); }
  void verify_guards(const SchemaSnapshot& expected) override { real_->verify_guards(expected); }

 private:
  std::shared_ptr<Backend> real_;
  FaultPlan& plan_;
};

}  // namespace salus::test

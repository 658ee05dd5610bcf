#pragma once

/// A database in which nothing can be written: for worlds that are only asked, tens of thousands of times. What
/// a clinic would journal of the refusals goes nowhere, and its tables are looked at once.

#include <memory>
#include <optional>
#include <utility>

#include "salus/storage/backend.hpp"

namespace salus::test {

class ReadOnlySession final : public StorageSession {
 public:
  explicit ReadOnlySession(std::unique_ptr<StorageSession> real) : real_{std::move(real)} {}

  std::unique_ptr<Cursor> select(const Select& query) override { return real_->select(query); }
  std::uint64_t count(const Count& query) override { return real_->count(query); }
  std::shared_ptr<const Caller> act_as(std::shared_ptr<const Caller> caller) noexcept override {
    return real_->act_as(std::move(caller));
  }
  CommitOutcome run(const TransactionBody&) override { return CommitOutcome::committed; }

 private:
  std::unique_ptr<StorageSession> real_;
};

class ReadOnlyBackend final : public Backend {
 public:
  explicit ReadOnlyBackend(std::shared_ptr<Backend> real) : real_{std::move(real)} {}

  Capabilities capabilities() const override { return real_->capabilities(); }
  std::unique_ptr<StorageSession> open(SessionOptions options) override {
    return std::make_unique<ReadOnlySession>(real_->open(std::move(options)));
  }
  SchemaSnapshot inspect() override {
    if (!schema_) schema_ = real_->inspect();
    return *schema_;
  }
  void apply(std::span<const SchemaChange> changes) override { real_->apply(changes); }
  void verify_guards(const SchemaSnapshot& expected) override { real_->verify_guards(expected); }

 private:
  std::shared_ptr<Backend> real_;
  std::optional<SchemaSnapshot> schema_;
};

}  // namespace salus::test

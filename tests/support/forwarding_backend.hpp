#pragma once

/// A storage in front of another one, which it asks: for tests that change one thing about it.

#include <memory>
#include <utility>

#include "salus/storage/backend.hpp"

namespace salus::test {

class ForwardingSession : public StorageSession {
 public:
  explicit ForwardingSession(std::unique_ptr<StorageSession> real) : real_{std::move(real)} {}

  std::unique_ptr<Cursor> select(const Select& query) override { return real_->select(query); }
  std::uint64_t count(const Count& query) override { return real_->count(query); }
  std::shared_ptr<const Caller> act_as(std::shared_ptr<const Caller> caller) noexcept override {
    return real_->act_as(std::move(caller));
  }
  CommitOutcome run(const TransactionBody& body) override { return real_->run(body); }

 protected:
  StorageSession& real() const { return *real_; }

 private:
  std::unique_ptr<StorageSession> real_;
};

/// What its sessions do otherwise, `open` says.
class ForwardingBackend : public Backend {
 public:
  explicit ForwardingBackend(std::shared_ptr<Backend> real) : real_{std::move(real)} {}

  Capabilities capabilities() const override { return real_->capabilities(); }
  SchemaSnapshot inspect() override { return real_->inspect(); }
  void apply(std::span<const SchemaChange> changes) override { real_->apply(changes); }
  void verify_guards(const SchemaSnapshot& expected) override { real_->verify_guards(expected); }

 protected:
  Backend& real() const { return *real_; }

 private:
  std::shared_ptr<Backend> real_;
};

}  // namespace salus::test

#pragma once

/// A storage whose transactions take their time: for what happens when more is asked than can be written.

#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include "salus/storage/backend.hpp"

namespace salus::test {

class SlowSession final : public StorageSession {
 public:
  SlowSession(std::unique_ptr<StorageSession> real, std::chrono::milliseconds delay)
      : real_{std::move(real)}, delay_{delay} {}

  std::unique_ptr<Cursor> select(const Select& query) override { return real_->select(query); }
  std::uint64_t count(const Count& query) override { return real_->count(query); }
  std::shared_ptr<const Caller> act_as(std::shared_ptr<const Caller> caller) noexcept override {
    return real_->act_as(std::move(caller));
  }
  CommitOutcome run(const TransactionBody& body) override {
    std::this_thread::sleep_for(delay_);
    return real_->run(body);
  }

 private:
  std::unique_ptr<StorageSession> real_;
  std::chrono::milliseconds delay_;
};

class SlowBackend final : public Backend {
 public:
  SlowBackend(std::shared_ptr<Backend> real, std::chrono::milliseconds delay)
      : real_{std::move(real)}, delay_{delay} {}

  Capabilities capabilities() const override { return real_->capabilities(); }
  std::unique_ptr<StorageSession> open(SessionOptions options) override {
    return std::make_unique<SlowSession>(real_->open(std::move(options)), delay_);
  }
  SchemaSnapshot inspect() override { return real_->inspect(); }
  void apply(std::span<const SchemaChange> changes) override { real_->apply(changes); }
  void verify_guards(const SchemaSnapshot& expected) override { real_->verify_guards(expected); }

 private:
  std::shared_ptr<Backend> real_;
  std::chrono::milliseconds delay_;
};

}  // namespace salus::test

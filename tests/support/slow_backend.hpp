#pragma once

/// A storage whose transactions take their time: for what happens when more is asked than can be written.

#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include "support/forwarding_backend.hpp"

namespace salus::test {

class SlowSession final : public ForwardingSession {
 public:
  SlowSession(std::unique_ptr<StorageSession> real, std::chrono::milliseconds delay)
      : ForwardingSession{std::move(real)}, delay_{delay} {}

  CommitOutcome run(const TransactionBody& body) override {
    std::this_thread::sleep_for(delay_);
    return real().run(body);
  }

 private:
  std::chrono::milliseconds delay_;
};

class SlowBackend final : public ForwardingBackend {
 public:
  SlowBackend(std::shared_ptr<Backend> real, std::chrono::milliseconds delay)
      : ForwardingBackend{std::move(real)}, delay_{delay} {}

  std::unique_ptr<StorageSession> open(SessionOptions options) override {
    return std::make_unique<SlowSession>(real().open(std::move(options)), delay_);
  }

 private:
  std::chrono::milliseconds delay_;
};

}  // namespace salus::test

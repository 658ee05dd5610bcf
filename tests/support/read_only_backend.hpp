#pragma once

/// A database in which nothing can be written: for worlds that are only asked, tens of thousands of times. What
/// a clinic would journal of the refusals goes nowhere, and its tables are looked at once.

#include <memory>
#include <optional>
#include <utility>

#include "support/forwarding_backend.hpp"

namespace salus::test {

class ReadOnlySession final : public ForwardingSession {
 public:
  using ForwardingSession::ForwardingSession;

  CommitOutcome run(const TransactionBody&) override { return CommitOutcome::committed; }
};

class ReadOnlyBackend final : public ForwardingBackend {
 public:
  using ForwardingBackend::ForwardingBackend;

  std::unique_ptr<StorageSession> open(SessionOptions options) override {
    return std::make_unique<ReadOnlySession>(real().open(std::move(options)));
  }
  SchemaSnapshot inspect() override {
    if (!schema_) schema_ = real().inspect();
    return *schema_;
  }

 private:
  std::optional<SchemaSnapshot> schema_;
};

}  // namespace salus::test

#pragma once

/// What the conformance kit needs to know of an adapter: derive from it, and override what differs.

#include <cstddef>
#include <memory>
#include <span>

#include "salus/storage/backend.hpp"

namespace salus::testing {

class StorageFixture {
 public:
  StorageFixture() = default;
  StorageFixture(const StorageFixture&) = delete;
  StorageFixture& operator=(const StorageFixture&) = delete;
  virtual ~StorageFixture() = default;

  /// A new, empty database. Called once or twice for each test; nothing of the one before is in use
  /// any more then.
  virtual std::shared_ptr<Backend> make_empty() = 0;

  /// The database that `make_empty` made last, opened again; nobody holds a backend of it. Null: what
  /// this adapter keeps does not outlive its backend, and the tests of that are skipped.
  virtual std::shared_ptr<Backend> reopen() { return nullptr; }

  /// Changes the schema of that database. Override it if that takes another role than reading and
  /// writing does.
  virtual void apply(Backend& backend, std::span<const SchemaChange> changes) {
    backend.apply(changes);
  }

  /// A new, empty database of another adapter, whose answers are right: `salus::memory::open()`.
  /// Null: the random programs, which compare the two, are skipped.
  virtual std::shared_ptr<Backend> make_reference() { return nullptr; }

  /// False: a transaction keeps everybody else from reading until it ends, and the tests that read
  /// beside one are skipped.
  virtual bool reads_beside_a_transaction() const { return true; }

  /// How many threads the tests of concurrency use.
  virtual std::size_t threads() const { return 4; }
};

}  // namespace salus::testing

#include "salus/memory.hpp"

#include <chrono>
#include <utility>

#include "schema_changes.hpp"
#include "session.hpp"
#include "store.hpp"

namespace salus::memory {

namespace {

constexpr std::chrono::seconds schema_deadline{30};

class MemoryBackend final : public Backend {
 public:
  Capabilities capabilities() const override { return {.engine = "memory", .durable = false}; }

  std::unique_ptr<StorageSession> open(SessionOptions options) override {
    return std::make_unique<MemorySession>(store_, std::move(options));
  }

  SchemaSnapshot inspect() override { return snapshot_of(*store_->state()); }

  void apply(std::span<const SchemaChange> changes) override {
    const auto writer = store_->begin_writing(schema_deadline);
    Database next = *store_->state();
    apply_changes(next, changes);
    store_->publish(writer, std::move(next));
  }

  void verify_guards(const SchemaSnapshot& expected) override {
    memory::verify_guards(*store_->state(), expected);
  }

 private:
  std::shared_ptr<Store> store_ = std::make_shared<Store>();
};

}  // namespace

std::shared_ptr<Backend> open() { return std::make_shared<MemoryBackend>(); }

}  // namespace salus::memory

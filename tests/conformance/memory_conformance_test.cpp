#include <catch2/catch_test_macros.hpp>

#include "salus/memory.hpp"
#include "salus/testing/storage_conformance.hpp"

namespace {

class MemoryStorage : public salus::testing::StorageFixture {
 public:
  std::shared_ptr<salus::Backend> make_empty() override { return salus::memory::open(); }
  /// The reference compared with itself: what the random programs find then is a fault of their own.
  std::shared_ptr<salus::Backend> make_reference() override { return salus::memory::open(); }
};

}  // namespace

TEST_CASE("The memory adapter does what the storage port says") {
  MemoryStorage storage;
  salus::testing::check_storage(storage);
}

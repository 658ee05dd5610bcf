#include <catch2/catch_test_macros.hpp>

#include "salus/memory.hpp"
#include "salus/testing/storage_conformance.hpp"

#include "database_file.hpp"

namespace {

class SqliteStorage : public salus::testing::StorageFixture {
 public:
  std::shared_ptr<salus::Backend> make_empty() override {
    folder_ = std::make_unique<sqlite_test::Folder>();
    return salus::sqlite::open(
        file(), sqlite_test::key(), {.mode = salus::sqlite::OpenMode::create});
  }
  std::shared_ptr<salus::Backend> reopen() override {
    return salus::sqlite::open(file(), sqlite_test::key());
  }
  std::shared_ptr<salus::Backend> make_reference() override { return salus::memory::open(); }

 private:
  std::filesystem::path file() const { return *folder_ / "clinic.db"; }

  std::unique_ptr<sqlite_test::Folder> folder_;
};

}  // namespace

TEST_CASE("The SQLite adapter does what the storage port says") {
  SqliteStorage storage;
  salus::testing::check_storage(storage);
}

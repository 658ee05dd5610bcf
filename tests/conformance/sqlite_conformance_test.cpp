#if __has_include("salus/sqlite.hpp")

#include <filesystem>
#include <random>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "salus/memory.hpp"
#include "salus/sqlite.hpp"
#include "salus/testing/seeded_random.hpp"
#include "salus/testing/storage_conformance.hpp"

namespace {

namespace fs = std::filesystem;

/// One file after the other in a folder that goes with it.
class SqliteStorage : public salus::testing::StorageFixture {
 public:
  SqliteStorage()
      : folder_{fs::temp_directory_path() / ("salus-" + std::to_string(std::random_device{}()))},
        key_{salus::sqlite::Key::generate(salus::testing::random_source(1))} {
    fs::create_directories(folder_);
  }
  ~SqliteStorage() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  std::shared_ptr<salus::Backend> make_empty() override {
    file_ = folder_ / (std::to_string(++files_) + ".db");
    return salus::sqlite::open(file_, key_, {.mode = salus::sqlite::OpenMode::create});
  }
  std::shared_ptr<salus::Backend> reopen() override { return salus::sqlite::open(file_, key_); }
  std::shared_ptr<salus::Backend> make_reference() override { return salus::memory::open(); }

 private:
  fs::path folder_;
  salus::sqlite::Key key_;
  fs::path file_;
  int files_ = 0;
};

}  // namespace

TEST_CASE("The SQLite adapter does what the storage port says") {
  SqliteStorage storage;
  salus::testing::check_storage(storage);
}

#endif

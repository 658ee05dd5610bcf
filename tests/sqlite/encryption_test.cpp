#include <catch2/catch_test_macros.hpp>

#include "test_database.hpp"

using namespace salus;
using namespace sqlite_test;

TEST_CASE("No text can be read in the file, nor in its write-ahead log") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file);
  const auto backend = sqlite::open(file, key());
  add(*backend->open({organization}), specimen(4, "Okafor was here again"));
  for (const auto* name : {"clinic.db", "clinic.db-wal"}) {
    const auto bytes = bytes_of(folder / name);
    CHECK(bytes.size() > 4096);
    CHECK(bytes.find("Okafor") == std::string::npos);
    CHECK(bytes.find("specimen") == std::string::npos);
    CHECK(bytes.find("SQLite format") == std::string::npos);
  }
}

TEST_CASE("An engine says what it is") {
  const Folder folder;
  const auto capabilities =
      sqlite::open(folder / "clinic.db", key(), {.mode = sqlite::OpenMode::create})->capabilities();
  CHECK(capabilities.engine.starts_with("SQLite 3."));
  CHECK(capabilities.engine.find("SQLCipher 4.") != std::string::npos);
  CHECK(capabilities.encrypted);
  CHECK(capabilities.durable);
}

#include <list>

#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"

#include "other_process.hpp"
#include "test_database.hpp"

using namespace salus;
using namespace sqlite_test;
using sqlite::OpenMode;

namespace {

/// The code and the text of the error with which a file does not open, given as `open`.
template <class Open>
Error refusal(const Open& open) {
  try {
    open();
  } catch (const Error& error) {
    return error;
  }
  FAIL("The file was opened.");
  return {ErrorCode::internal, ""};
}

ErrorCode code_of_opening(const std::filesystem::path& file, std::uint64_t key_number = 1) {
  return refusal([&] { sqlite::open(file, key(key_number)); }).code();
}

/// A file with these bytes is refused with this code, and keeps its bytes.
void check_refused(const std::string& bytes, ErrorCode code) {
  const Folder folder;
  const auto file = folder / "clinic.db";
  write_bytes(file, bytes);
  CHECK(code_of_opening(file) == code);
  CHECK(bytes_of(file) == bytes);
}

}  // namespace

TEST_CASE("A file that is not there is not made, and the error says how to make it") {
  const Folder folder;
  const auto error = refusal([&] { sqlite::open(folder / "clinic.db", key()); });
  CHECK(error.code() == ErrorCode::storage_unavailable);
  CHECK(std::string_view{error.what()}.find("OpenMode::create") != std::string_view::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "clinic.db"));
}

TEST_CASE("A new database never takes another file's place") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  write_bytes(file, "");
  CHECK(refusal([&] { sqlite::open(file, key(), {.mode = OpenMode::create}); }).code() ==
        ErrorCode::conflict);
  std::filesystem::remove(file);
  write_bytes(folder / "clinic.db-wal", "what is left of another database");
  CHECK(refusal([&] { sqlite::open(file, key(), {.mode = OpenMode::create}); }).code() ==
        ErrorCode::conflict);
  CHECK(bytes_of(folder / "clinic.db-wal") == "what is left of another database");
}

TEST_CASE("A new database in a folder that is not there is refused") {
  const Folder folder;
  const auto error = refusal(
      [&] { sqlite::open(folder / "none" / "clinic.db", key(), {.mode = OpenMode::create}); });
  CHECK(error.code() == ErrorCode::storage_unavailable);
}

TEST_CASE("A database that was closed opens again, and one that is new too") {
  const Folder folder;
  make_database(folder / "clinic.db");
  CHECK(specimens(*sqlite::open(folder / "clinic.db", key())) == 3);
  sqlite::open(folder / "empty.db", key(), {.mode = OpenMode::create});
  CHECK(sqlite::open(folder / "empty.db", key())->inspect().tables.empty());
}

TEST_CASE("Only its owner may read a new database") {
  const Folder folder;
  make_database(folder / "clinic.db");
  using std::filesystem::perms;
  CHECK(std::filesystem::status(folder / "clinic.db").permissions() ==
        (perms::owner_read | perms::owner_write));
}

TEST_CASE("A wrong key is told, and leaves the file as it is") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file);
  const auto before = bytes_of(file);
  CHECK(code_of_opening(file, 2) == ErrorCode::wrong_key);
  CHECK(bytes_of(file) == before);
  CHECK_FALSE(std::filesystem::exists(folder / "clinic.db-wal"));
  CHECK_FALSE(std::filesystem::exists(folder / "clinic.db-shm"));
}

TEST_CASE("A wrong key leaves a write-ahead log as it is, and the right one reads it") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file);
  in_other_process([&] {
    const auto backend = sqlite::open(file, key());
    add(*backend->open({organization}), specimen(4));
    crash();
  });
  const auto before = bytes_of(file);
  const auto log = bytes_of(folder / "clinic.db-wal");
  REQUIRE_FALSE(log.empty());
  CHECK(code_of_opening(file, 2) == ErrorCode::wrong_key);
  CHECK(bytes_of(file) == before);
  CHECK(bytes_of(folder / "clinic.db-wal") == log);
  CHECK(specimens(*sqlite::open(file, key())) == 4);
}

TEST_CASE("A wrong key is told while others have the file open") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file);
  const auto backend = sqlite::open(file, key());
  add(*backend->open({organization}), specimen(4));
  const auto log = bytes_of(folder / "clinic.db-wal");
  CHECK(code_of_opening(file, 2) == ErrorCode::wrong_key);
  CHECK(bytes_of(folder / "clinic.db-wal") == log);
  CHECK(specimens(*backend) == 4);
}

TEST_CASE("A database without encryption is told from other files") {
  check_refused(std::string("SQLite format 3\0", 16) + std::string(4080, '\1'),
                ErrorCode::plaintext_database);
}

TEST_CASE("Files that are something else are no database") {
  check_refused("", ErrorCode::not_a_database);
  check_refused("name,born\nOkafor,1980-02-29\n", ErrorCode::not_a_database);
  check_refused(std::string(8192, 'a'), ErrorCode::not_a_database);
  check_refused(std::string(5000, '\3'), ErrorCode::not_a_database);
}

TEST_CASE("A folder is no database") {
  const Folder folder;
  CHECK(code_of_opening(folder / "") == ErrorCode::not_a_database);
}

TEST_CASE("A database that was cut in the middle of a page is told") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file);
  const auto cut = bytes_of(file).substr(0, 3 * 4096 + 100);
  write_bytes(file, cut);
  CHECK(code_of_opening(file) == ErrorCode::not_a_database);
  CHECK(bytes_of(file) == cut);
}

TEST_CASE("A database that was cut between two pages is damaged") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file);
  const auto cut = bytes_of(file).substr(0, 3 * 4096);
  write_bytes(file, cut);
  CHECK(code_of_opening(file) == ErrorCode::damaged_database);
  CHECK(bytes_of(file) == cut);
}

TEST_CASE("A page that was changed is told when it is read") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file, 200);
  auto bytes = bytes_of(file);
  for (std::size_t page = 1; page < bytes.size() / 4096; ++page) bytes[page * 4096 + 1000] ^= 1;
  write_bytes(file, bytes);
  CHECK(refusal([&] { specimens(*sqlite::open(file, key())); }).code() ==
        ErrorCode::damaged_database);
  CHECK(bytes_of(file) == bytes);
}

TEST_CASE("Processes that open a file at once after a crash wait for the one that recovers it") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file);
  const auto write = [&](std::uint32_t number) {
    const auto backend = sqlite::open(file, key());
    for (std::uint32_t i = 0; i < 20; ++i)
      add(*backend->open({organization}), specimen(number + i));
    crash();
  };
  constexpr std::uint32_t rounds = 8;
  for (std::uint32_t round = 0; round < rounds; ++round) {
    std::list<OtherProcess> processes;
    for (std::uint32_t i = 0; i < 4; ++i)
      processes.emplace_back([&] { write(1'000 + round * 100 + i * 20); });
    for (auto& process : processes) CHECK(process.wait());
  }
  CHECK(specimens(*sqlite::open(file, key())) == 3 + rounds * 80);
}

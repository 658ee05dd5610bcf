#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"

#include "test_database.hpp"

using namespace salus;
using namespace sqlite_test;
using sqlite::Key;
using sqlite::OpenMode;

namespace {

const std::string digits = "00112233445566778899aabbccddeeffFEDCBA98765432100123456789abcdef";

}  // namespace

TEST_CASE("A key is 64 hexadecimal digits") {
  CHECK(Key::from_hex(digits).to_hex().reveal() == digits);
  CHECK_THROWS_AS(Key::from_hex(""), Error);
  CHECK_THROWS_AS(Key::from_hex(digits.substr(1)), Error);
  CHECK_THROWS_AS(Key::from_hex(digits.substr(1) + "g"), Error);
}

TEST_CASE("A new key is what the random source gives") {
  CHECK(key(1).to_hex().reveal() == key(1).to_hex().reveal());
  CHECK(key(1).to_hex().reveal() != key(2).to_hex().reveal());
  CHECK(key(1).to_hex().reveal().size() == 64);
}

TEST_CASE("A key is read from a file, with or without the end of its line") {
  const Folder folder;
  write_bytes(folder / "key", digits + "\n");
  CHECK(Key::from_file(folder / "key").to_hex().reveal() == digits);
  write_bytes(folder / "key", digits);
  CHECK(Key::from_file(folder / "key").to_hex().reveal() == digits);
  write_bytes(folder / "key", digits + " and more");
  CHECK_THROWS_AS(Key::from_file(folder / "key"), Error);
  CHECK_THROWS_AS(Key::from_file(folder / "none"), Error);
}

TEST_CASE("A passphrase opens what it made, and another one does not") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  const Secret passphrase{"correct horse battery staple"};
  make_tables(*sqlite::open(file, passphrase, {.mode = OpenMode::create}));
  CHECK(specimens(*sqlite::open(file, passphrase)) == 0);
  const auto before = bytes_of(file);
  try {
    sqlite::open(file, Secret{"Correct horse battery staple"});
    FAIL("The file was opened.");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::wrong_key);
  }
  CHECK(bytes_of(file) == before);
}

TEST_CASE("Two files of one passphrase have different salts, so different keys") {
  const Folder folder;
  const Secret passphrase{"correct horse battery staple"};
  for (const auto* name : {"a.db", "b.db"})
    sqlite::open(folder / name, passphrase, {.mode = OpenMode::create});
  CHECK(bytes_of(folder / "a.db").substr(0, 16) != bytes_of(folder / "b.db").substr(0, 16));
}

TEST_CASE("An empty passphrase is refused, and leaves no file behind") {
  const Folder folder;
  CHECK_THROWS_AS(sqlite::open(folder / "clinic.db", Secret{}, {.mode = OpenMode::create}), Error);
  CHECK_FALSE(std::filesystem::exists(folder / "clinic.db"));
}

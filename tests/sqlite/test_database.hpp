#pragma once

/// A folder of its own for each test, with one database in it.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <unistd.h>

#include "salus/schema/change.hpp"
#include "salus/sqlite.hpp"
#include "salus/testing/builders.hpp"
#include "salus/testing/seeded_random.hpp"
#include "salus/testing/toy_entities.hpp"

namespace sqlite_test {

inline const salus::Uuid organization = salus::testing::numbered_uuid(1);

/// Removed when it goes.
class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "salus_sqlite_XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline salus::sqlite::Key key(std::uint64_t number = 1) {
  return salus::sqlite::Key::generate(salus::testing::random_source(number));
}

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

inline void write_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream{file, std::ios::binary} << bytes;
}

/// Gives a new database the tables of the conformance kit.
inline void make_tables(salus::Backend& backend) {
  backend.apply(compare(backend.inspect(), salus::testing::toy_schema()));
}

inline salus::testing::Specimen specimen(std::uint32_t number, std::string text = {}) {
  salus::testing::Specimen specimen;
  specimen.id = salus::testing::numbered<salus::testing::Specimen>(number);
  specimen.code = "S-" + std::to_string(number);
  specimen.text = std::move(text);
  return specimen;
}

inline salus::Insert insert_of(const salus::testing::Specimen& specimen) {
  return salus::testing::insert_of({.organization = organization}, std::vector{specimen});
}

inline void add(salus::StorageSession& session, const salus::testing::Specimen& specimen) {
  session.run([&](salus::Transaction& tx) { tx.insert(insert_of(specimen)); });
}

inline std::uint64_t specimens(salus::Backend& backend) {
  return backend.open({organization})->count(salus::testing::count_of<salus::testing::Specimen>());
}

/// A closed database with some rows in it.
inline void make_database(const std::filesystem::path& file, std::uint32_t rows = 3) {
  const auto backend = salus::sqlite::open(file, key(), {.mode = salus::sqlite::OpenMode::create});
  make_tables(*backend);
  const auto session = backend->open({organization});
  session->run([&](salus::Transaction& tx) {
    for (std::uint32_t i = 1; i <= rows; ++i) tx.insert(insert_of(specimen(i, "Okafor was here")));
  });
}

}  // namespace sqlite_test

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include "salus/sqlite.hpp"

#include "support/small_clinic.hpp"

using namespace salus;
using namespace salus::test;

namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::stringstream bytes;
  const std::ifstream stream{file, std::ios::binary};
  bytes << stream.rdbuf();
  return bytes.str();
}

}  // namespace

TEST_CASE("a whole clinic in a file shows no patient, and a wrong key leaves its bytes alone") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("salus_wrong_key_" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const auto file = folder / "clinic.db";
  const auto random = system_environment().random;
  const auto key = sqlite::Key::generate(random);
  {
    const SmallClinic world{sqlite::open(file, key, {.mode = sqlite::OpenMode::create})};
  }
  const auto before = bytes_of(file);
  REQUIRE(before.size() > 4096);
  CHECK(before.find("Okafor") == std::string::npos);
  CHECK(before.find("patient") == std::string::npos);
  try {
    sqlite::open(file, sqlite::Key::generate(random));
    FAIL("another key opened the file");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::wrong_key);
  }
  CHECK(bytes_of(file) == before);
  std::filesystem::remove_all(folder);
}

#pragma once

/// Test material that is not ours and not in the repository; a test that needs it is skipped without it.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace salus::test {

/// The folder of the material: the compile definition SALUS_SHARED_DATA, or the environment's variable of that name.
inline std::filesystem::path shared_data_folder() {
#ifdef SALUS_SHARED_DATA
  return SALUS_SHARED_DATA;
#else
  const char* folder = std::getenv("SALUS_SHARED_DATA");
  return folder != nullptr ? folder : "";
#endif
}

/// A file or folder of the material; skips the running test where there is none.
inline std::filesystem::path shared_data(std::string_view name) {
  const auto folder = shared_data_folder();
  if (folder.empty() || !std::filesystem::exists(folder / name)) {
    SKIP("SALUS_SHARED_DATA names no folder with " << name);
  }
  return folder / name;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

inline nlohmann::json shared_json(std::string_view name) {
  return nlohmann::json::parse(read_file(shared_data(name)));
}

}  // namespace salus::test

#pragma once

/// Databases for random worlds, and the numbers that a run takes from its environment.

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>

#include "salus/domain/domain_catalog.hpp"
#include "salus/memory.hpp"
#include "salus/service/system_environment.hpp"
#include "salus/sqlite.hpp"
#include "salus/storage/backend.hpp"

namespace salus::property {

inline std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// SALUS_SEED, or another one in each run.
inline std::uint64_t first_seed() {
  static const std::uint64_t seed = number_from("SALUS_SEED", std::random_device{}());
  return seed;
}

inline std::shared_ptr<Backend> worlds_in_memory() {
  auto backend = memory::open();
  backend->apply(compare({}, snapshot_of(domain_catalog())));
  return backend;
}

/// A file for thousands of small commits: where memory is a file system, nothing waits for a disk. Removed at the end.
class WorldFile {
 public:
  WorldFile() {
    const std::filesystem::path memory_files = "/dev/shm";
    std::string pattern =
        (std::filesystem::is_directory(memory_files) ? memory_files
                                                     : std::filesystem::temp_directory_path()) /
        "salus_worlds_XXXXXX";
    folder_ = mkdtemp(pattern.data());
    sqlite::open(file(), key_, {.mode = sqlite::OpenMode::create})
        ->apply(compare({}, snapshot_of(domain_catalog())));
  }
  WorldFile(const WorldFile&) = delete;
  WorldFile& operator=(const WorldFile&) = delete;
  ~WorldFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::shared_ptr<Backend> open() const { return sqlite::open(file(), key_); }

 private:
  std::filesystem::path file() const { return folder_ / "worlds.db"; }

  std::filesystem::path folder_;
  sqlite::Key key_ = sqlite::Key::generate(system_environment().random);
};

}  // namespace salus::property

#pragma once

/// A folder of data that takes minutes to make, kept for the next run.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace salus::bench {

/// Empty unless an earlier run has completed it with the same description.
class KeptFolder {
 public:
  KeptFolder(std::string_view name, std::string description)
      : path_{std::filesystem::path{SALUS_BENCH_DATA} / name},
        description_{std::move(description)} {
    if (is_complete()) return;
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }

  const std::filesystem::path& path() const { return path_; }

  bool is_complete() const {
    std::ifstream file{mark()};
    return std::string{std::istreambuf_iterator<char>{file}, {}} == description_;
  }

  void complete() const { std::ofstream{mark()} << description_; }

 private:
  std::filesystem::path mark() const { return path_.string() + ".complete"; }

  std::filesystem::path path_;
  std::string description_;
};

}  // namespace salus::bench

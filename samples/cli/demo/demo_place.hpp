#pragma once

#include <filesystem>
#include <string>

namespace salus::cli {

/// The folder of a demo: one of its own that is removed at the end, or one that the user keeps.
class DemoPlace {
 public:
  /// `kept` empty: a folder for a while. Throws `Failure` if it cannot be made, or has a demo already.
  explicit DemoPlace(const std::string& kept);
  DemoPlace(const DemoPlace&) = delete;
  DemoPlace& operator=(const DemoPlace&) = delete;
  ~DemoPlace();

  std::filesystem::path database() const { return folder_ / "clinic.db"; }
  bool is_kept() const { return is_kept_; }

 private:
  std::filesystem::path folder_;
  bool is_kept_;
};

}  // namespace salus::cli

#pragma once

/// A file of settings in TOML, a name and a value a line: `port = 8080`.

#include <cstddef>
#include <string>
#include <vector>

#include "cli/failure.hpp"

namespace salus::cli {

struct FileSetting {
  std::string name;
  std::vector<std::string> values;  ///< One, but of a list.
  std::size_t line = 0;
};

class ConfigFile {
 public:
  /// Throws `Failure` if it cannot be read, is no TOML, or holds what is no setting. No text repeats a value.
  explicit ConfigFile(std::string path);

  const std::vector<FileSetting>& settings() const noexcept { return settings_; }

  /// "salus.toml:3: port: …"
  Failure failure(const FileSetting& setting, const std::string& problem, std::string advice) const;

 private:
  std::string path_;
  std::vector<FileSetting> settings_;
};

}  // namespace salus::cli

#pragma once

/// What the program writes to: a terminal that a person looks at, or a pipe.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace salus::cli {

enum class Stream : int { input = 0, output = 1, error = 2 };

bool is_terminal(Stream stream);

/// The width that output should keep to; nothing if it goes into a pipe or a file, where no line is
/// cut. `COLUMNS` overrides it.
std::optional<std::size_t> output_width();

/// Emphasis, where a terminal shows it and NO_COLOR (https://no-color.org) is not set.
class Style {
 public:
  explicit Style(Stream stream);

  std::string bold(std::string_view text) const { return wrapped("1", text); }
  std::string dim(std::string_view text) const { return wrapped("2", text); }
  std::string good(std::string_view text) const { return wrapped("32", text); }
  std::string bad(std::string_view text) const { return wrapped("31", text); }

 private:
  std::string wrapped(std::string_view code, std::string_view text) const;

  bool is_on_;
};

}  // namespace salus::cli

#include "cli/terminal/terminal.hpp"

#include <charconv>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

namespace salus::cli {

namespace {

std::string_view environment_variable(const char* name) {
  // Before any thread starts, and never changed by this program.
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

}  // namespace

bool is_terminal(Stream stream) { return ::isatty(static_cast<int>(stream)) == 1; }

std::optional<std::size_t> output_width() {
  const auto columns = environment_variable("COLUMNS");
  std::size_t width = 0;
  std::from_chars(columns.data(), columns.data() + columns.size(), width);
  if (width >= 20) return width;
  winsize size{};
  if (!is_terminal(Stream::output)) return std::nullopt;
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) return size.ws_col;
  return 80;
}

Style::Style(Stream stream)
    : is_on_{is_terminal(stream) && environment_variable("NO_COLOR").empty() &&
             environment_variable("TERM") != "dumb"} {}

std::string Style::wrapped(std::string_view code, std::string_view text) const {
  if (!is_on_) return std::string{text};
  return "\033[" + std::string{code} + "m" + std::string{text} + "\033[0m";
}

}  // namespace salus::cli

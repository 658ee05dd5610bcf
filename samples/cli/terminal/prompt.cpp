#include "cli/terminal/prompt.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <utility>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "cli/failure.hpp"

namespace salus::cli {

namespace {

constexpr std::size_t longest_secret = 1024;

/// The terminal of this process, with echo off as long as it is open.
class QuietTerminal {
 public:
  QuietTerminal() : descriptor_{::open("/dev/tty", O_RDWR | O_CLOEXEC)} {
    if (descriptor_ < 0 || ::tcgetattr(descriptor_, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_open_ = ::tcsetattr(descriptor_, TCSAFLUSH, &quiet) == 0;
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  ~QuietTerminal() {
    if (is_open_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  bool is_open() const { return is_open_; }

  void write(std::string_view text) const {
    [[maybe_unused]] const auto written = ::write(descriptor_, text.data(), text.size());
  }

  Secret read_line() const {
    std::string line;
    line.reserve(longest_secret);  // so that no copy is left behind in freed memory
    char byte = 0;
    while (line.size() < longest_secret && ::read(descriptor_, &byte, 1) == 1 && byte != '\n')
      line += byte;
    return Secret{std::move(line)};
  }

 private:
  int descriptor_;
  termios before_{};
  bool is_open_ = false;
};

}  // namespace

std::optional<Secret> prompt_secret(const std::string& question) {
  const QuietTerminal terminal;
  if (!terminal.is_open()) return std::nullopt;
  terminal.write(question + ": ");
  auto answer = terminal.read_line();
  terminal.write("\n");
  return answer;
}

std::optional<Secret> prompt_new_secret(const std::string& question) {
  auto first = prompt_secret(question);
  if (!first) return std::nullopt;
  const auto second = prompt_secret(question + ", once more");
  if (!second || first->reveal() != second->reveal()) {
    throw Failure{
        ExitCode::failed, "the two answers differ.", "Run the command again; nothing was changed."};
  }
  return first;
}

Secret secret_in_file(const std::string& file) {
  std::string line;
  line.reserve(longest_secret);
  std::ifstream stream;
  if (file != "-") stream.open(file);
  if (!std::getline(file == "-" ? std::cin : stream, line)) {
    throw Failure{ExitCode::failed,
                  "the file " + file + " cannot be read, or is empty.",
                  "It holds the secret in its first line; \"-\" is standard input."};
  }
  if (line.ends_with('\r')) line.pop_back();
  return Secret{std::move(line)};
}

std::optional<Secret> secret_in_environment(const char* variable) {
  const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe)
  if (value == nullptr || *value == '\0') return std::nullopt;
  return Secret{value};
}

}  // namespace salus::cli

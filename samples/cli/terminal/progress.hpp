#pragma once

/// A line on standard error that says how far a long work is; only where a person looks at it.

#include <chrono>
#include <cstdint>
#include <string>

#include "cli/terminal/terminal.hpp"

namespace salus::cli {

/// Redraws itself at most ten times a second. `what` is what is counted: "rows".
class Progress {
 public:
  explicit Progress(std::string what) : what_{std::move(what)} {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  void show(const std::string& label, std::uint64_t count);

  /// Takes the line away, so that other output can follow.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  std::string what_;
  bool is_on_ = is_terminal(Stream::error);
  bool is_drawn_ = false;
  Clock::time_point started_ = Clock::now();
  Clock::time_point drawn_at_{};
};

/// "3,120 rows/s"; empty for a time too short to tell.
std::string rate(std::uint64_t count, const std::string& what,
                 std::chrono::steady_clock::duration time);

}  // namespace salus::cli

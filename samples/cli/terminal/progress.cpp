#include "cli/terminal/progress.hpp"

#include <iostream>

#include "cli/terminal/text_width.hpp"

namespace salus::cli {

namespace {

constexpr std::chrono::milliseconds redraw_interval{100};
constexpr std::string_view start_of_line = "\r\033[K";

}  // namespace

std::string rate(std::uint64_t count, const std::string& what,
                 std::chrono::steady_clock::duration time) {
  const double seconds = std::chrono::duration<double>(time).count();
  if (seconds < 0.001) return {};
  return grouped(static_cast<std::uint64_t>(static_cast<double>(count) / seconds)) + " " + what +
         "/s";
}

void Progress::show(const std::string& label, std::uint64_t count) {
  const auto now = Clock::now();
  if (!is_on_ || now - drawn_at_ < redraw_interval) return;
  std::cerr << start_of_line << label << "  " << grouped(count) << ' ' << what_ << "  "
            << rate(count, what_, now - started_) << std::flush;
  drawn_at_ = now;
  is_drawn_ = true;
}

void Progress::clear() {
  if (is_drawn_) std::cerr << start_of_line << std::flush;
  is_drawn_ = false;
}

}  // namespace salus::cli

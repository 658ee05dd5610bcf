#include "rest_host/http/log_writer.hpp"

#include <algorithm>
#include <utility>

#include <poll.h>
#include <unistd.h>

namespace salus::rest {

namespace {

constexpr std::size_t most_waiting = 10'000;
constexpr std::size_t largest_write = 4'096;  // what a pipe that can be written is sure to take
constexpr int patience_at_end = 1'000;        // milliseconds

}  // namespace

LogWriter::LogWriter(int descriptor) : descriptor_{descriptor}, thread_{[this] { work(); }} {}

LogWriter::~LogWriter() {
  {
    const std::scoped_lock lock{mutex_};
    is_ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LogWriter::add(std::string line) {
  {
    const std::scoped_lock lock{mutex_};
    if (waiting_.size() >= most_waiting) {
      ++dropped_;
      return;
    }
    waiting_.push_back(std::move(line));
  }
  changed_.notify_one();
}

/// False if nobody takes it and we are ending.
bool LogWriter::write(std::string_view text) const {
  while (!text.empty()) {
    pollfd wish{.fd = descriptor_, .events = POLLOUT, .revents = 0};
    if (::poll(&wish, 1, patience_at_end) == 0) {
      const std::scoped_lock lock{mutex_};
      if (is_ending_) return false;
      continue;
    }
    const auto written = ::write(descriptor_, text.data(), std::min(text.size(), largest_write));
    if (written <= 0) return false;  // nobody will ever read it
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void LogWriter::work() {
  std::unique_lock lock{mutex_};
  while (true) {
    changed_.wait(lock, [this] { return is_ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::string text;
    for (const auto& line : std::exchange(waiting_, {})) (text += line) += '\n';
    if (const auto dropped = std::exchange(dropped_, 0); dropped > 0)
      text += "{\"dropped_lines\":" + std::to_string(dropped) + "}\n";
    lock.unlock();
    const bool is_written = write(text);
    lock.lock();
    if (!is_written && is_ending_) return;
  }
}

}  // namespace salus::rest

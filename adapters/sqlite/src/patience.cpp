#include "patience.hpp"

#include <algorithm>
#include <thread>

namespace salus::sqlite {

namespace {

constexpr int instructions_between_looks = 20'000;  // about a millisecond
constexpr int quick_attempts = 10;
constexpr std::chrono::microseconds shortest_wait{150};
constexpr std::chrono::microseconds longest_wait{1'000};

}  // namespace

Patience::Patience(sqlite3* database)
    : database_{database},
      spread_{static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(this) >> 4U) | 1U} {
  sqlite3_busy_handler(database, &on_busy, this);
  sqlite3_progress_handler(database, instructions_between_looks, &on_progress, this);
}

Patience::~Patience() {
  sqlite3_busy_handler(database_, nullptr, nullptr);
  sqlite3_progress_handler(database_, 0, nullptr, nullptr);
}

int Patience::on_busy(void* self, int attempts) noexcept {
  auto& patience = *static_cast<Patience*>(self);
  if (patience.is_over()) return 0;
  std::this_thread::sleep_for(patience.next_wait(attempts));
  return 1;
}

int Patience::on_progress(void* self) noexcept {
  return static_cast<Patience*>(self)->is_over() ? 1 : 0;
}

bool Patience::is_over() noexcept {
  const auto now = std::chrono::steady_clock::now();
  if (!end_) end_ = now + deadline_;
  return now >= *end_;
}

// A group holds the lock for a few milliseconds, a single commit for a fraction of one: SQLite's own waits of 1, 2, 5 …
// 100 ms would miss most gaps. 150 to 300 µs, spread so that waiters do not march in step, then longer.
std::chrono::microseconds Patience::next_wait(int attempts) noexcept {
  spread_ ^= spread_ << 13U;
  spread_ ^= spread_ >> 17U;
  spread_ ^= spread_ << 5U;
  const auto quick = shortest_wait + std::chrono::microseconds{spread_ % 150U};
  return std::min(quick * (1 + std::max(0, attempts - quick_attempts)), longest_wait);
}

}  // namespace salus::sqlite

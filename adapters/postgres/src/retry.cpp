#include "retry.hpp"

#include <algorithm>
#include <functional>
#include <thread>

namespace salus::postgres {

namespace {

constexpr int most_reruns = 10;
constexpr int most_reconnects = 2;

/// Between a half and one and a half; different in every thread, so that two that met part.
double jitter(int run) {
  const auto seed =
      std::hash<std::thread::id>{}(std::this_thread::get_id()) + static_cast<std::size_t>(run);
  const auto mixed = (seed * 0x9E3779B97F4A7C15U) >> 40U;
  return 0.5 + static_cast<double>(mixed) / static_cast<double>(std::size_t{1} << 24U);
}

}  // namespace

bool Retry::helps_against(const Failure& failure) {
  if (std::chrono::steady_clock::now() >= deadline_) return false;
  switch (failure.remedy) {
    case Remedy::none:
      return false;
    case Remedy::reconnect:
      pool_->forget_idle();
      return ++reconnects_ <= most_reconnects;
    case Remedy::rerun:
      if (++reruns_ > most_reruns) return false;
      pause();
      return true;
  }
  return false;
}

/// The first run again is at once; then the pauses double, from one millisecond to 64.
void Retry::pause() const {
  if (reruns_ == 1) return;
  const auto base = std::chrono::milliseconds{1} * (1 << std::min(reruns_ - 2, 6));
  const auto length =
      std::chrono::duration_cast<std::chrono::steady_clock::duration>(base * jitter(reruns_));
  std::this_thread::sleep_until(std::min(deadline_, std::chrono::steady_clock::now() + length));
}

}  // namespace salus::postgres

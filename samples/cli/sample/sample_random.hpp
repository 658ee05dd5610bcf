#pragma once

#include <cstddef>
#include <cstdint>
#include <ranges>

namespace salus::cli {

/// The same numbers in every run (SplitMix64, Steele, Lea & Flood 2014). For sample data, not for keys.
class SampleRandom {
 public:
  explicit SampleRandom(std::uint64_t seed) : state_{seed} {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
  }

  /// 0 … limit − 1.
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }

  /// least … most.
  int between(int least, int most) {
    const auto choices = static_cast<std::size_t>(most - least) + 1;
    return least + static_cast<int>(below(choices));
  }

  bool chance(int percent) { return between(1, 100) <= percent; }

  template <std::ranges::random_access_range Range>
  const auto& pick(const Range& range) {
    return range[below(std::ranges::size(range))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace salus::cli

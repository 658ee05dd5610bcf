#pragma once

/// Randomness that a seed repeats: for tests that say which seed they failed with. Not for keys.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>

#include "salus/core/environment.hpp"

namespace salus::testing {

/// The generator SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators,
/// 2014). The same on every platform. One thread at a time.
class SeededRandom {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_{seed} {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
  }

  /// One of 0 … `limit` - 1. The bias of the remainder does not matter for small limits.
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }

  bool percent(std::size_t chance) { return below(100) < chance; }

  /// One element of a list that is not empty.
  template <class List>
  const auto& pick(const List& list) {
    return list[below(std::size(list))];
  }

  void fill(std::span<std::byte> bytes) {
    for (auto& byte : bytes) byte = static_cast<std::byte>(next() & 0xFFU);
  }

 private:
  std::uint64_t state_;
};

/// A `RandomSource` for an `Environment`; thread-safe, as one has to be.
inline RandomSource random_source(std::uint64_t seed) {
  struct Shared {
    explicit Shared(std::uint64_t start) : random{start} {}
    std::mutex mutex;
    SeededRandom random;
  };
  return [shared = std::make_shared<Shared>(seed)](std::span<std::byte> bytes) {
    const std::scoped_lock lock{shared->mutex};
    shared->random.fill(bytes);
  };
}

}  // namespace salus::testing

#pragma once

/// Time and randomness come from outside: the library never reads a clock or a random source by
/// itself, so a host can replay an incident byte for byte and a test can stop the clock.

#include <cstddef>
#include <functional>
#include <span>

#include "salus/core/time.hpp"

namespace salus {

/// Answers "what time is it". Called from several threads at once.
using Clock = std::function<Timestamp()>;

/// Fills a span with random bytes fit for keys. Called from several threads at once.
using RandomSource = std::function<void(std::span<std::byte>)>;

/// What the library takes from the world around it.
struct Environment {
  Clock clock;
  RandomSource random;
};

}  // namespace salus

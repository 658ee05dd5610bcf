/// The pure decision: how long a single one takes, and that none allocates.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/decision_world.hpp"

namespace {

thread_local std::uint64_t allocations = 0;

}  // namespace

// The forms that are not named here call these.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(std::max<std::size_t>(size, 1))) return memory;
  throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

namespace salus::bench {
namespace {

/// So many are timed at once: a clock is no faster than a decision.
constexpr std::size_t batch = 8;

double percentile(std::vector<double>& times, double part) {
  const auto at =
      times.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(times.size() - 1));
  std::ranges::nth_element(times, at);
  return *at;
}

/// Reports nanoseconds a call, and how many calls of them all allocated memory.
template <class Decide>
void single_decisions(benchmark::State& state, const Decide& decide_next) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  times.reserve(std::size_t{1} << 22U);
  std::uint64_t allocated = 0;
  for (auto _ : state) {
    const auto allocations_before = allocations;
    const auto start = Clock::now();
    for (std::size_t i = 0; i < batch; ++i) benchmark::DoNotOptimize(decide_next());
    const std::chrono::duration<double, std::nano> time = Clock::now() - start;
    allocated += allocations - allocations_before;
    if (times.size() < times.capacity()) times.push_back(time.count() / static_cast<double>(batch));
  }
  state.counters["p50"] = percentile(times, 0.50);
  state.counters["p99"] = percentile(times, 0.99);
  state.counters["allocations"] = static_cast<double>(allocated);
}

/// What `Session::can` does once its query has told which conditions hold.
void from_facts(benchmark::State& state) {
  const auto& world = DecisionWorld::the();
  std::vector<std::uint8_t> facts;
  for (const auto& record : world.records) {
    std::uint8_t bits = 0;
    for (std::size_t i = 0; i < world.read.permits.size(); ++i) {
      if (world.holds(world.read.permits[i], record)) bits |= 1U << i;
    }
    facts.push_back(bits);
  }
  std::size_t next = 0;
  single_decisions(state, [&] {
    const auto bits = facts[next++ % facts.size()];
    const auto holds = [&](const Grant& grant) {
      return (bits >> (&grant - world.read.permits.data()) & 1U) != 0;
    };
    return decide(world.read, holds, decide(world.read, holds, {}).fields);
  });
}

/// With the conditions worked out on a row in memory, among a million relationships.
void on_a_row(benchmark::State& state) {
  const auto& world = DecisionWorld::the();
  std::size_t next = 0;
  single_decisions(state, [&] {
    const auto& record = world.records[next++ % world.records.size()];
    const auto holds = [&](const Grant& grant) { return world.holds(grant, record); };
    return decide(world.read, holds, decide(world.read, holds, {}).fields);
  });
}

BENCHMARK(from_facts)->Name("decision_from_facts");
BENCHMARK(on_a_row)->Name("decision_on_a_row");

}  // namespace
}  // namespace salus::bench

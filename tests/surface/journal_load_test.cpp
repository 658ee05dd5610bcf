// What the journal costs when very much is read: no entry is lost, and nothing grows without bound.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include "salus/service/journal.hpp"

#include "property/world_databases.hpp"
#include "support/every_adapter.hpp"
#include "support/slow_backend.hpp"

using namespace salus;
using namespace salus::test;

namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SALUS_TEST_SANITIZED
#endif
#endif
#ifdef SALUS_TEST_SANITIZED
constexpr bool is_memory_as_it_is = false;  // a sanitizer keeps what was freed
#else
constexpr bool is_memory_as_it_is = true;
#endif

/// Pages of SQLite's, which the journal fills until it is full.
constexpr std::int64_t cache_of_a_connection = 64 * 1'024 * 1'024;

std::int64_t resident_bytes() {
  std::ifstream file{"/proc/self/statm"};
  std::int64_t size = 0;
  std::int64_t resident = 0;
  file >> size >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

std::int64_t entries_in(const Clinic& clinic) {
  auto auditor = clinic.act_as_system(Role::auditor);
  return static_cast<std::int64_t>(
      auditor.count<JournalEntry>(where(f<&JournalEntry::action> == "read")));
}

}  // namespace

TEST_CASE("far more reads than the journal can write wait their turn, and none is lost") {
  constexpr int readers = 4;
  constexpr int reads_each = 750;
  constexpr std::size_t most_waiting = 100;
  // A transaction takes at least 20 ms, in which at most 100 entries are added: the readers, who need
  // microseconds for a read, offer more than ten times of it.
  on_every_adapter(domain_catalog(), default_policy(), [](SmallClinic& world) {
    const Clinic slow{std::make_shared<SlowBackend>(world.backend, std::chrono::milliseconds{20}),
                      {.row_security = world.row_security,
                       .journal = {.reads = JournalReads::batched, .most_waiting = most_waiting}}};
    const auto before = entries_in(world.clinic);
    std::atomic<std::int64_t> answered = 0;
    std::vector<std::thread> threads;
    threads.reserve(readers);
    for (int i = 0; i < readers; ++i) {
      threads.emplace_back([&] {
        auto ada = slow.act_as("ada@example.org");
        for (int n = 0; n < reads_each; ++n) {
          if (ada.get(world.amara)) ++answered;
        }
      });
    }
    std::int64_t most = 0;
    while (answered < readers * reads_each) {
      const auto asked_before = answered.load();
      most = std::max(most, asked_before - (entries_in(world.clinic) - before));
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    for (auto& thread : threads) thread.join();
    slow.settle_journal();
    CHECK(entries_in(world.clinic) - before == readers * reads_each);
    CHECK(most > 0);
    CHECK(most <=
          static_cast<std::int64_t>(2 * most_waiting));  // those that wait, and those being written
    CHECK(verify_journal(world.clinic).is_whole());
  });
}

TEST_CASE("no entry waits longer than the delay for those that came at once with it") {
  constexpr int reads = 600;  // more than two transactions of entries
  constexpr std::chrono::seconds delay{2};
  const SmallClinic world;
  const Clinic reading{
      world.backend,
      {.journal = {.reads = JournalReads::batched, .longest_delay = delay, .most_waiting = 4'096}}};
  auto ada = reading.act_as("ada@example.org");
  for (int n = 0; n < reads; ++n) ada.get(world.amara);
  const auto last = std::chrono::steady_clock::now();
  while (entries_in(world.clinic) < reads &&
         std::chrono::steady_clock::now() - last < delay + std::chrono::milliseconds{1'500})
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  CHECK(entries_in(world.clinic) == reads);
}

TEST_CASE("memory does not grow with the number of calls") {
  const auto calls = static_cast<int>(property::number_from("SALUS_CALLS", 20'000));
  on_every_adapter(domain_catalog(),
                   default_policy(),
                   [calls](SmallClinic& world) {
                     if (!world.backend->capabilities().durable) return;  // its rows are in memory
                     auto ada = world.as_ada();
                     const auto call = [&](int number) {
                       switch (number % 4) {
                         case 0:
                           return ada.list<Patient>(limit(50)).size() == 2;
                         case 1:
                           return ada.count<CareRelationship>() > 0;
                         case 2:
                           return !ada.get(world.cleo);
                         default:
                           return ada.get(world.amara).has_value();
                       }
                     };
                     for (int number = 0; number < calls / 4; ++number) REQUIRE(call(number));
                     const auto before = resident_bytes();
                     for (int number = 0; number < calls; ++number) REQUIRE(call(number));
                     const auto growth = resident_bytes() - before;
                     INFO("it grew by " << growth << " bytes in " << calls << " calls");
                     if (is_memory_as_it_is)
                       CHECK(growth < cache_of_a_connection + 16 * 1'024 * 1'024);
                   },
                   {.reads = JournalReads::batched});
}

#pragma once

/// Conformance: several threads, each with sessions of its own.

#include <atomic>
#include <exception>
#include <future>
#include <thread>

#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

namespace detail {

/// Runs `work(0)` … `work(count - 1)` each in a thread, and throws on what one of them threw. Catch2's
/// assertions are for the test's own thread: the work counts, and the test checks.
template <class Work>
void in_threads(std::size_t count, const Work& work) {
  std::vector<std::future<void>> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.push_back(std::async(std::launch::async, [&work, i] { work(i); }));
  }
  for (auto& thread : threads) thread.wait();
  for (auto& thread : threads) thread.get();
}

/// Runs a transaction until it is not told that it may succeed later.
inline void run_patiently(StorageSession& session, const TransactionBody& body) {
  for (int attempt = 1;; ++attempt) {
    try {
      session.run(body);
      return;
    } catch (const Error& error) {
      if (!error.retryable() || attempt == 100) throw;
    }
  }
}

/// Adds one to `amount`, if the row has still the version it was read with; else false.
inline bool try_to_count_up(StorageSession& session) {
  const auto row = rows(session, select_of<Specimen>()).at(0);
  const auto& entity = entity_info<Specimen>();
  const auto version = std::get<std::int64_t>(row[entity.version().position]);
  const auto amount = std::get<std::int64_t>(row[field_info<&Specimen::amount>().position]);
  const auto change = update_of<Specimen>(
      expr::compare(Operator::equal, entity.version(), version),
      {{&entity.version(), version + 1}, assign<&Specimen::amount>(amount + 1)});
  std::uint64_t changed = 0;
  run_patiently(session, [&](Transaction& tx) { changed = tx.update(change); });
  return changed == 1;
}

}  // namespace detail

inline ConformanceTests concurrency_tests() {
  return {
      {"Concurrent updates that check the version lose none",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         constexpr int rounds = 25;
         detail::in_threads(fixture.threads(), [&](std::size_t) {
           const auto session = store.here->open();
           for (int done = 0; done < rounds;) done += detail::try_to_count_up(*session) ? 1 : 0;
         });
         CHECK(store.here->at(1).amount == static_cast<std::int64_t>(fixture.threads()) * rounds);
       }},

      {"Of concurrent inserts of one unique value, one succeeds and the others conflict",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         constexpr std::uint32_t rounds = 20;
         std::atomic<std::uint32_t> inserted = 0;
         std::atomic<std::uint32_t> refused = 0;
         detail::in_threads(fixture.threads(), [&](std::size_t thread) {
           const auto session = store.here->open();
           for (std::uint32_t i = 0; i < rounds; ++i) {
             const auto number = 1 + static_cast<std::uint32_t>(thread) * rounds + i;
             const auto row = specimen(number, [&](Specimen& s) { s.code = std::to_string(i); });
             try {
               detail::run_patiently(*session, [&](Transaction& tx) {
                 tx.insert(store.here->insert_of(std::vector{row}));
               });
               ++inserted;
             } catch (const Error& error) {
               if (error.constraint() != "specimen_code_unique") throw;
               ++refused;
             }
           }
         });
         CHECK(inserted == rounds);
         CHECK(inserted + refused == rounds * fixture.threads());
         CHECK(store.here->count() == rounds);
       }},

      {"A reader sees a whole transaction or nothing of it",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1, [](Specimen& s) { s.amount = 100; }), specimen(2));
         std::atomic<bool> done = false;
         std::atomic<int> torn = 0;
         const auto write = [&](StorageSession& session, std::int64_t first) {
           detail::run_patiently(session, [&](Transaction& tx) {
             tx.update(update_of<Specimen>(f<&Specimen::code> == "S-1",
                                           {assign<&Specimen::amount>(first)}));
             tx.update(update_of<Specimen>(f<&Specimen::code> == "S-2",
                                           {assign<&Specimen::amount>(100 - first)}));
           });
         };
         detail::in_threads(fixture.threads(), [&](std::size_t thread) {
           const auto session = store.here->open();
           if (thread == 0) {
             for (std::int64_t i = 0; i < 50; ++i) write(*session, i);
             done = true;
           } else {
             while (!done) {
               const auto both = objects<Specimen>(*session, select_of<Specimen>());
               if (both.size() != 2 || both[0].amount + both[1].amount != 100) ++torn;
             }
           }
         });
         CHECK(torn == 0);
       }},

      {"Organizations write at the same time and stay apart",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         constexpr std::uint32_t rounds = 20;
         detail::in_threads(fixture.threads(), [&](std::size_t thread) {
           Tenant tenant{*store.backend, numbered_uuid(2000 + static_cast<std::uint32_t>(thread))};
           for (std::uint32_t i = 1; i <= rounds; ++i) {
             detail::run_patiently(tenant.session(), [&](Transaction& tx) {
               tx.insert(tenant.insert_of(std::vector{specimen(i)}));
             });
           }
         });
         for (std::uint32_t i = 0; i < fixture.threads(); ++i) {
           CHECK(Tenant{*store.backend, numbered_uuid(2000 + i)}.count() == rounds);
         }
         CHECK(store.here->count() == 0);
       }},

      {"A transaction that cannot get at a row within the deadline is told that storage is busy",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         const auto impatient =
             store.backend->open({store.here->organization(), std::chrono::milliseconds{200}});
         const auto change = update_of<Specimen>({}, {assign<&Specimen::text>("new")});
         std::atomic<bool> changed = false;
         std::atomic<bool> finish = false;
         auto holder = std::async(std::launch::async, [&] {
           store.here->open()->run([&](Transaction& tx) {
             tx.update(update_of<Specimen>({}, {assign<&Specimen::text>("old")}));
             changed = true;
             finish.wait(false);
           });
         });
         while (!changed &&
                holder.wait_for(std::chrono::milliseconds{1}) == std::future_status::timeout) {
         }
         ErrorCode code{};
         try {
           impatient->run([&](Transaction& tx) { tx.update(change); });
         } catch (const Error& error) {
           code = error.code();
         }
         finish = true;
         finish.notify_all();
         holder.get();
         CHECK(code == ErrorCode::storage_busy);
         CHECK(store.here->at(1).text == "old");
         impatient->run([&](Transaction& tx) { tx.update(change); });
         CHECK(store.here->at(1).text == "new");
       }},

      {"Sessions are opened by any thread",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         std::atomic<std::uint64_t> seen = 0;
         detail::in_threads(fixture.threads(), [&](std::size_t) {
           for (int i = 0; i < 50; ++i) seen += store.here->open()->count(count_of<Specimen>());
         });
         CHECK(seen == 50 * fixture.threads());
       }},
  };
}

}  // namespace salus::testing

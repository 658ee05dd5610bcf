#pragma once

/// Conformance: rows of one owner that may not overlap in time, whoever writes them.

#include <atomic>
#include <string>

#include "salus/testing/conformance/concurrency.hpp"
#include "salus/testing/conformance/constraints.hpp"

namespace salus::testing {

namespace detail {

/// Of a specimen, from one hour of a day up to another.
template <class Change = void (*)(Booking&)>
Booking booking(
    std::uint32_t number, std::uint32_t specimen, int from, int to,
    const Change& change = [](Booking&) {}) {
  const auto midnight = moment("2024-05-01");
  Booking made{.id = numbered<Booking>(number),
               .specimen = numbered<Specimen>(specimen),
               .begins = midnight + std::chrono::hours{from},
               .ends = midnight + std::chrono::hours{to}};
  change(made);
  return made;
}

inline void call_off(Booking& b) { b.state = BookingState::called_off; }
inline void excuse(Booking& b) { b.excuse = "An emergency."; }

/// Two specimens, and one of them is lent from ten to twelve.
struct LendingStore : ToyStore {
  explicit LendingStore(StorageFixture& fixture) : ToyStore{fixture} {
    here->add(specimen(1), specimen(2));
    here->add(booking(1, 1, 10, 12));
  }

  std::uint64_t count() const { return here->count<Booking>(); }
};

}  // namespace detail

inline ConformanceTests overlap_tests() {
  using detail::booking;
  using detail::check_violates;
  using detail::LendingStore;
  return {
      {"Rows of one owner that overlap in time conflict, by insert and by update",
       [](StorageFixture& fixture) {
         const LendingStore store{fixture};
         for (const auto& [from, to] : {std::pair{10, 12}, {9, 11}, {11, 13}, {9, 13}, {11, 12}})
           check_violates("specimen_lent", [&] { store.here->add(booking(2, 1, from, to)); });
         store.here->add(booking(2, 1, 14, 15), booking(3, 2, 10, 12));
         check_violates("specimen_lent", [&] {
           store.here->update<Booking>(f<&Booking::id> == numbered<Booking>(2),
                                       {assign<&Booking::begins>(moment("2024-05-01T11:00Z"))});
         });
         check_violates("specimen_lent", [&] {
           store.here->update<Booking>(f<&Booking::id> == numbered<Booking>(3),
                                       {assign<&Booking::specimen>(numbered<Specimen>(1))});
         });
         CHECK(store.count() == 3);
       }},

      {"A row begins where another ends, and may be changed in its own time",
       [](StorageFixture& fixture) {
         const LendingStore store{fixture};
         store.here->add(booking(2, 1, 12, 13), booking(3, 1, 9, 10));
         CHECK(store.here->update<Booking>(
                   f<&Booking::id> == numbered<Booking>(1),
                   {assign<&Booking::begins>(moment("2024-05-01T10:30Z"))}) == 1);
         CHECK(store.here->update<Booking>({}, {assign<&Booking::state>(BookingState::planned)}) ==
               3);
       }},

      {"Rows that one insert adds are in each other's way",
       [](StorageFixture& fixture) {
         const LendingStore store{fixture};
         check_violates("specimen_lent",
                        [&] { store.here->add(booking(2, 2, 10, 12), booking(3, 2, 11, 13)); });
         CHECK(store.count() == 1);
       }},

      {"Rows take no time that are called off, excused or deleted, or of another organization",
       [](StorageFixture& fixture) {
         const LendingStore store{fixture};
         store.here->add(booking(2, 1, 10, 12, detail::call_off),
                         booking(3, 1, 10, 12, detail::excuse));
         store.here->add_deleted(booking(4, 1, 10, 12));
         store.there->add(specimen(1));
         store.there->add(booking(5, 1, 10, 12));
         CHECK(store.count() == 3);
         check_violates("specimen_lent", [&] {
           store.here->update<Booking>(f<&Booking::state> == BookingState::called_off,
                                       {assign<&Booking::state>(BookingState::planned)});
         });
         check_violates("specimen_lent", [&] {
           store.here->update<Booking>(!is_null(f<&Booking::excuse>),
                                       {assign<&Booking::excuse>(std::nullopt)});
         });
         store.here->mark_deleted<Booking>(f<&Booking::id> == numbered<Booking>(1));
         CHECK(store.here->update<Booking>(f<&Booking::state> == BookingState::called_off,
                                           {assign<&Booking::state>(BookingState::planned)}) == 1);
       }},

      {"Of concurrent inserts into one time, one succeeds and the others conflict",
       [](StorageFixture& fixture) {
         const LendingStore store{fixture};
         constexpr std::uint32_t rounds = 10;
         std::atomic<std::uint32_t> inserted = 0;
         std::atomic<std::uint32_t> refused = 0;
         detail::in_threads(fixture.threads(), [&](std::size_t thread) {
           const auto session = store.here->open();
           for (std::uint32_t i = 0; i < rounds; ++i) {
             const auto number = 10 + static_cast<std::uint32_t>(thread) * rounds + i;
             const auto from = 20 + 2 * static_cast<int>(i);
             const auto row =
                 store.here->insert_of(std::vector{booking(number, 2, from, from + 2)});
             try {
               detail::run_patiently(*session, [&](Transaction& tx) { tx.insert(row); });
               ++inserted;
             } catch (const Error& error) {
               if (error.constraint() != "specimen_lent") throw;
               ++refused;
             }
           }
         });
         CHECK(inserted == rounds);
         CHECK(refused == (fixture.threads() - 1) * rounds);
         CHECK(store.here->count<Booking>(f<&Booking::specimen> == numbered<Specimen>(2)) ==
               rounds);
       }},

      {"An exclusion is added to a table with rows, unless they overlap",
       [](StorageFixture& fixture) {
         const auto backend = fixture.make_empty();
         auto before = toy_schema();
         for (auto& table : before.tables) table.exclusions.clear();
         apply_schema(fixture, *backend, before);
         Tenant tenant{*backend, numbered_uuid(1)};
         tenant.add(specimen(1));
         tenant.add(booking(1, 1, 10, 12), booking(2, 1, 11, 13));
         const auto changes = compare(backend->inspect(), toy_schema());
         REQUIRE(changes.size() == 1);
         CHECK(std::holds_alternative<AddExclusion>(changes.front()));
         check_violates("specimen_lent", [&] { fixture.apply(*backend, changes); });
         tenant.mark_deleted<Booking>(f<&Booking::id> == numbered<Booking>(2));
         fixture.apply(*backend, changes);
         CHECK(compare(backend->inspect(), toy_schema()).empty());
         check_violates("specimen_lent", [&] { tenant.add(booking(3, 1, 11, 13)); });
       }},
  };
}

}  // namespace salus::testing

#pragma once

/// Conformance: what a transaction and a savepoint keep, undo, see and show.

#include <string>

#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

namespace detail {

/// Something that is no `Error`, as a caller's own exception is.
struct Interruption {
  std::string reason;
};

inline void insert_specimen(Transaction& tx, const Tenant& tenant, std::uint32_t number) {
  tx.insert(tenant.insert_of(std::vector{specimen(number)}));
}

/// Runs a savepoint's body, which may throw an `Interruption`.
template <class Body>
bool is_interrupted(Transaction& tx, const Body& body) {
  try {
    tx.with_savepoint(body);
  } catch (const Interruption&) {
    return true;
  }
  return false;
}

}  // namespace detail

inline ConformanceTests transaction_tests() {
  using detail::insert_specimen;
  using detail::Interruption;
  return {
      {"What a transaction wrote is there when it has returned",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto outcome = store.here->session().run([&](Transaction& tx) {
           insert_specimen(tx, *store.here, 1);
           insert_specimen(tx, *store.here, 2);
           tx.update(
               update_of<Specimen>(f<&Specimen::code> == "S-2", {assign<&Specimen::text>("new")}));
         });
         CHECK(outcome == CommitOutcome::committed);
         CHECK(store.here->numbers() == Numbers{1, 2});
         CHECK(testing::numbers(*store.here->open(), f<&Specimen::text> == "new") == Numbers{2});
       }},

      {"A transaction that throws leaves nothing, and throws the same on",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         std::string reason;
         try {
           store.here->session().run([&](Transaction& tx) {
             insert_specimen(tx, *store.here, 2);
             tx.update(update_of<Specimen>({}, {assign<&Specimen::text>("new")}));
             tx.update(mark_deleted_of<Specimen>(f<&Specimen::code> == "S-1"));
             throw Interruption{"enough"};
           });
         } catch (const Interruption& interruption) {
           reason = interruption.reason;
         }
         CHECK(reason == "enough");
         CHECK(store.here->numbers(f<&Specimen::text> == "") == Numbers{1});
       }},

      {"An error thrown by the body keeps its code",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto error = error_of([&] {
           store.here->session().run(
               [](Transaction&) { throw Error{ErrorCode::version_conflict, "stale"}; });
         });
         CHECK(error.code() == ErrorCode::version_conflict);
         CHECK(std::string{error.what()} == "stale");
       }},

      {"A transaction that throws may have written nothing, or only have read",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         CHECK_THROWS_AS(store.here->session().run([](Transaction&) { throw Interruption{}; }),
                         Interruption);
         CHECK_THROWS_AS(store.here->session().run([](Transaction& tx) {
           tx.count(count_of<Specimen>());
           throw Interruption{};
         }),
                         Interruption);
         CHECK(store.here->session().run([](Transaction&) {}) == CommitOutcome::committed);
       }},

      {"A session goes on after its transaction threw",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         for (std::uint32_t i = 1; i <= 3; ++i) {
           CHECK_THROWS_AS(store.here->session().run([&](Transaction& tx) {
             insert_specimen(tx, *store.here, i);
             insert_specimen(tx, *store.here, i);
           }),
                           Error);
           store.here->add(specimen(i));
         }
         CHECK(store.here->numbers() == Numbers{1, 2, 3});
       }},

      {"A transaction sees its own writes",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2));
         store.here->session().run([&](Transaction& tx) {
           const auto has_finding = exists<&Specimen::id, &Finding::specimen>();
           insert_specimen(tx, *store.here, 3);
           CHECK(testing::numbers(tx, select_of<Specimen>()) == Numbers{1, 2, 3});
           tx.update(
               update_of<Specimen>(f<&Specimen::code> == "S-1", {assign<&Specimen::text>("new")}));
           CHECK(testing::numbers(tx, f<&Specimen::text> == "new") == Numbers{1});
           CHECK(tx.count(count_of<Specimen>(has_finding)) == 0);
           tx.insert(store.here->insert_of(std::vector{finding(1, 3)}));
           CHECK(testing::numbers(tx, has_finding) == Numbers{3});
           CHECK(tx.update(update_of<Specimen>(has_finding, {assign<&Specimen::text>("new")})) ==
                 1);
           CHECK(tx.update(mark_deleted_of<Specimen>(f<&Specimen::code> == "S-2")) == 1);
           CHECK(tx.count(count_of<Specimen>()) == 2);
         });
       }},

      {"A transaction reads what was there before it",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2));
         store.here->session().run([](Transaction& tx) {
           const auto query = select_of<Specimen>();
           std::vector<Cell> row(query.cell_count());
           const auto cursor = tx.select(query);
           CHECK(cursor->next(row));
         });
         CHECK(store.here->count() == 2);
       }},

      {"Nobody else sees what is not committed",
       [](StorageFixture& fixture) {
         if (!fixture.reads_beside_a_transaction())
           SKIP("Others cannot read beside a transaction.");
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2));
         const auto other = store.here->open();
         store.here->session().run([&](Transaction& tx) {
           insert_specimen(tx, *store.here, 3);
           tx.update(mark_deleted_of<Specimen>(f<&Specimen::code> == "S-2"));
           tx.update(update_of<Specimen>({}, {assign<&Specimen::text>("new")}));
           CHECK(testing::numbers(*other, f<&Specimen::text> == "") == Numbers{1, 2});
         });
         CHECK(testing::numbers(*other, f<&Specimen::text> == "new") == Numbers{1, 3});
       }},

      {"A savepoint whose body throws undoes what it wrote, and nothing else",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->session().run([&](Transaction& tx) {
           insert_specimen(tx, *store.here, 1);
           CHECK(detail::is_interrupted(tx, [&] {
             insert_specimen(tx, *store.here, 2);
             tx.update(update_of<Specimen>({}, {assign<&Specimen::text>("new")}));
             throw Interruption{};
           }));
           CHECK(testing::numbers(tx, f<&Specimen::text> == "") == Numbers{1});
           insert_specimen(tx, *store.here, 2);
         });
         CHECK(store.here->numbers(f<&Specimen::text> == "") == Numbers{1, 2});
       }},

      {"A savepoint whose body returns keeps what it wrote",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->session().run([&](Transaction& tx) {
           CHECK_FALSE(detail::is_interrupted(tx, [&] { insert_specimen(tx, *store.here, 1); }));
           CHECK_FALSE(detail::is_interrupted(tx, [&] { insert_specimen(tx, *store.here, 2); }));
         });
         CHECK(store.here->numbers() == Numbers{1, 2});
       }},

      {"Savepoints nest",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->session().run([&](Transaction& tx) {
           const auto inner_throws = [&] {
             insert_specimen(tx, *store.here, 1);
             CHECK(detail::is_interrupted(tx, [&] {
               insert_specimen(tx, *store.here, 2);
               throw Interruption{};
             }));
             insert_specimen(tx, *store.here, 3);
           };
           const auto outer_throws = [&] {
             detail::is_interrupted(tx, [&] { insert_specimen(tx, *store.here, 4); });
             throw Interruption{};
           };
           CHECK_FALSE(detail::is_interrupted(tx, inner_throws));
           CHECK(detail::is_interrupted(tx, outer_throws));
         });
         CHECK(store.here->numbers() == Numbers{1, 3});
       }},

      {"A transaction that throws undoes its savepoints too",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         CHECK_THROWS_AS(store.here->session().run([&](Transaction& tx) {
           tx.with_savepoint([&] { insert_specimen(tx, *store.here, 1); });
           throw Interruption{};
         }),
                         Interruption);
         CHECK(store.here->count() == 0);
       }},

      {"What is committed outlives the backend",
       [](StorageFixture& fixture) {
         {
           ToyStore store{fixture};
           store.here->add(specimen(1, [](Specimen& s) { s.note = "kept"; }));
           store.there->add(specimen(2));
           CHECK_THROWS_AS(store.here->session().run([&](Transaction& tx) {
             insert_specimen(tx, *store.here, 3);
             throw Interruption{};
           }),
                           Interruption);
         }
         const auto backend = fixture.reopen();
         if (!backend) SKIP("Nothing outlives the backend.");
         Tenant here{*backend, numbered_uuid(1001)};
         CHECK(here.numbers(f<&Specimen::note> == "kept") == Numbers{1});
         CHECK(here.count() == 1);
         here.add(specimen(4));
       }},
  };
}

}  // namespace salus::testing

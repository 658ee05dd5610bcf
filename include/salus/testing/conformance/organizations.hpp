#pragma once

/// Conformance: nothing that one organization has is seen, changed or refused in another.

#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

inline ConformanceTests organization_tests() {
  return {
      {"Rows of other organizations are not read",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         store.there->add(specimen(2), specimen(3));
         CHECK(store.here->numbers() == Numbers{1});
         CHECK(store.there->numbers() == Numbers{2, 3});
         CHECK(store.here->count() == 1);
         CHECK(store.here->numbers(f<&Specimen::id> == numbered<Specimen>(2)).empty());
         CHECK(Tenant{*store.backend, numbered_uuid(1003)}.count() == 0);
       }},

      {"Naming another organization in a condition opens nothing",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         store.there->add(specimen(2));
         const auto& organization = entity_info<Specimen>().organization_id();
         const auto of_there =
             expr::compare(Operator::equal, organization, store.there->organization());
         CHECK(store.here->numbers(of_there).empty());
         CHECK(store.here->numbers(of_there || expr::always()) == Numbers{1});
         CHECK(store.here->numbers(of_there || f<&Specimen::code> == "S-2").empty());
       }},

      {"Rows of other organizations are not changed or marked",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         store.there->add(specimen(1), specimen(2));
         CHECK(store.here->update({}, {assign<&Specimen::text>("new")}) == 1);
         CHECK(store.here->mark_deleted(f<&Specimen::code> == "S-2") == 0);
         CHECK(store.there->numbers(f<&Specimen::text> == "") == Numbers{1, 2});
       }},

      {"Keys and unique values of other organizations do not conflict",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto bone = specimen(1, [](Specimen& s) {
           s.alias = "alias";
           s.tissue = Tissue::bone;
           s.slot = 1;
         });
         store.here->add(bone);
         store.there->add(bone);
         CHECK(store.here->count() + store.there->count() == 2);
       }},

      {"A table without row metadata is kept apart too",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(Keyword{{store.here->organization()}, "a", 1, std::nullopt});
         store.there->add(Keyword{{store.there->organization()}, "a", 1, std::nullopt},
                          Keyword{{store.there->organization()}, "b", 1, std::nullopt});
         CHECK(store.here->count<Keyword>() == 1);
         CHECK(store.here->remove<Keyword>({}) == 1);
         CHECK(store.there->count<Keyword>() == 2);
       }},

      {"A row never lands in another organization, whatever it says",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         const auto& organization = entity_info<Specimen>().organization_id();
         CHECK_THROWS_AS(store.here->insert(store.there->insert_of(std::vector{specimen(2)})),
                         Error);
         CHECK_THROWS_AS(store.here->update({}, {{&organization, store.there->organization()}}),
                         Error);
         CHECK_THROWS_AS(
             store.here->add(Keyword{{store.there->organization()}, "a", 1, std::nullopt}), Error);
         CHECK(store.there->count() == 0);
         CHECK(store.there->count<Keyword>() == 0);
         CHECK(store.here->numbers() == Numbers{1});
       }},

      {"A pooled connection forgets the organization it was used for",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         store.there->add(specimen(2));
         for (int i = 0; i < 10; ++i) {
           CHECK(Tenant{*store.backend, store.here->organization()}.numbers() == Numbers{1});
           CHECK(Tenant{*store.backend, store.there->organization()}.numbers() == Numbers{2});
         }
       }},
  };
}

}  // namespace salus::testing

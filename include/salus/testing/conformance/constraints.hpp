#pragma once

/// Conformance: what the schema refuses, by the names that the schema gives.

#include <string>

#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

namespace detail {

/// The call is refused by this constraint.
template <class Call>
void check_violates(std::string_view constraint, const Call& call) {
  const auto error = error_of(call);
  CHECK(error.code() == ErrorCode::conflict);
  CHECK(error.constraint() == constraint);
}

inline Specimen specimen_with_alias(std::uint32_t number, std::string alias) {
  return specimen(number, [&](Specimen& s) { s.alias = std::move(alias); });
}

inline Specimen bone_in_slot(std::uint32_t number, std::int64_t slot) {
  return specimen(number, [&](Specimen& s) {
    s.tissue = Tissue::bone;
    s.slot = slot;
  });
}

inline JournalEntry journal_entry(Tenant& tenant, std::int32_t stream, std::int64_t sequence) {
  JournalEntry entry;
  entry.organization_id = {tenant.organization()};
  entry.stream = stream;
  entry.sequence = sequence;
  entry.hash = Bytes{"hash " + std::to_string(sequence)};
  entry.action = "create";
  return entry;
}

}  // namespace detail

inline ConformanceTests constraint_tests() {
  using detail::check_violates;
  return {
      {"Two live rows with the same unique value conflict, by insert and by update",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto twin = specimen(2, [](Specimen& s) { s.code = "S-1"; });
         store.here->add(specimen(1), specimen(3));
         check_violates("specimen_code_unique", [&] { store.here->add(twin); });
         check_violates("specimen_code_unique", [&] {
           store.here->update(f<&Specimen::code> == "S-3", {assign<&Specimen::code>("S-1")});
         });
         check_violates("specimen_code_unique",
                        [&] { store.here->update({}, {assign<&Specimen::code>("S-9")}); });
         CHECK(store.here->numbers() == Numbers{1, 3});
         CHECK(store.here->at(3).code == "S-3");
       }},

      {"A row does not conflict with itself",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(detail::specimen_with_alias(1, "Ada"));
         CHECK(store.here->update(
                   f<&Specimen::code> == "S-1",
                   {assign<&Specimen::code>("S-1"), assign<&Specimen::alias>("ADA")}) == 1);
         CHECK(store.here->at(1).alias == "ADA");
       }},

      {"Two rows with the same key conflict, though one is marked as deleted",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         store.here->add_deleted(specimen(2));
         for (const std::uint32_t number : {1U, 2U}) {
           const auto twin = specimen(number, [](Specimen& s) { s.code = "other"; });
           check_violates("specimen_primary_key", [&] { store.here->add(twin); });
         }
       }},

      {"A key of several columns conflicts as a whole",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const Id<Organization> organization{store.here->organization()};
         store.here->add(Keyword{organization, "a", 1, std::nullopt});
         store.here->add(Keyword{organization, "a", 2, std::nullopt},
                         Keyword{organization, "A", 1, std::nullopt});
         check_violates("keyword_primary_key", [&] {
           store.here->add(Keyword{organization, "a", 1, numbered<Specimen>(1)});
         });
         CHECK(store.here->count<Keyword>() == 3);
       }},

      {"A unique value that ignores case conflicts in any ASCII case, and in no other",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(detail::specimen_with_alias(1, "Ada@X.org"),
                         detail::specimen_with_alias(2, "é"));
         check_violates("specimen_alias_unique",
                        [&] { store.here->add(detail::specimen_with_alias(3, "aDA@x.ORG")); });
         store.here->add(detail::specimen_with_alias(4, "É"),
                         detail::specimen_with_alias(5, "Ada@X.org "));
         CHECK(store.here->numbers() == Numbers{1, 2, 4, 5});
       }},

      {"A unique value that does not ignore case is compared byte by byte",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         std::vector<Specimen> specimens;
         for (const auto* code : {"a", "A", "a ", " a", "", "e\xCC\x81", "é"}) {
           specimens.push_back(specimen(static_cast<std::uint32_t>(specimens.size() + 1),
                                        [&](Specimen& s) { s.code = code; }));
         }
         store.here->add_all(specimens);
         CHECK(store.here->count() == specimens.size());
       }},

      {"Missing values do not compete, and empty ones do",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2), detail::specimen_with_alias(3, ""));
         check_violates("specimen_alias_unique",
                        [&] { store.here->add(detail::specimen_with_alias(4, "")); });
       }},

      {"Rows that are marked as deleted do not compete",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto again = specimen(2, [](Specimen& s) { s.code = "S-1"; });
         store.here->add(specimen(1));
         store.here->mark_deleted(f<&Specimen::code> == "S-1");
         store.here->add(again);
         store.here->mark_deleted(f<&Specimen::code> == "S-1");
         CHECK(store.here->count() == 0);
       }},

      {"A uniqueness under a condition binds the rows that satisfy it",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto skin = specimen(2, [](Specimen& s) {
           s.tissue = Tissue::skin;
           s.slot = 7;
         });
         store.here->add(detail::bone_in_slot(1, 7), skin, detail::bone_in_slot(3, 8));
         check_violates("specimen_bone_slot", [&] { store.here->add(detail::bone_in_slot(4, 7)); });
         check_violates("specimen_bone_slot", [&] {
           store.here->update(f<&Specimen::code> == "S-2",
                              {assign<&Specimen::tissue>(Tissue::bone)});
         });
         check_violates("specimen_bone_slot", [&] {
           store.here->update(f<&Specimen::code> == "S-3", {assign<&Specimen::slot>(7)});
         });
         store.here->update(f<&Specimen::code> == "S-1",
                            {assign<&Specimen::tissue>(Tissue::blood)});
         store.here->update(f<&Specimen::code> == "S-2", {assign<&Specimen::tissue>(Tissue::bone)});
         CHECK(store.here->numbers(f<&Specimen::tissue> == Tissue::bone) == Numbers{2, 3});
       }},

      {"A batch with one row that conflicts inserts none",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         std::vector<Specimen> specimens;
         for (std::uint32_t i = 1; i <= 2'000; ++i) specimens.push_back(specimen(i));
         specimens.back().code = "S-1";
         check_violates("specimen_code_unique", [&] { store.here->add_all(specimens); });
         CHECK(store.here->count() == 0);
       }},

      {"A batch that conflicts leaves the rest of the transaction as it was",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->session().run([&](Transaction& tx) {
           tx.insert(store.here->insert_of(std::vector{specimen(1)}));
           check_violates("specimen_primary_key", [&] {
             tx.with_savepoint([&] {
               tx.insert(store.here->insert_of(std::vector{
                   specimen(2), specimen(3), specimen(1, [](Specimen& s) { s.code = "x"; })}));
             });
           });
           tx.insert(store.here->insert_of(std::vector{specimen(4)}));
         });
         CHECK(store.here->numbers() == Numbers{1, 4});
       }},

      {"A row refers to one that exists, or to none",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2, [](Specimen& s) { s.parent = s.id; }));
         store.here->add(finding(1, 1));
         check_violates("finding_specimen_reference", [&] { store.here->add(finding(2, 9)); });
         check_violates("finding_specimen_reference", [&] {
           store.here->update<Finding>({}, {assign<&Finding::specimen>(numbered<Specimen>(9))});
         });
         check_violates("specimen_parent_reference", [&] {
           store.here->update({}, {assign<&Specimen::parent>(numbered<Specimen>(9))});
         });
         CHECK(store.here->count<Finding>() == 1);
         CHECK(store.here->at(1).parent == std::nullopt);
       }},

      {"A row does not refer to one of another organization",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.there->add(specimen(1));
         check_violates("finding_specimen_reference", [&] { store.here->add(finding(1, 1)); });
       }},

      {"A row may refer to one that is marked as deleted",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add_deleted(specimen(1));
         store.here->add(finding(1, 1));
         CHECK(store.here->count<Finding>() == 1);
       }},

      {"A column that must have a value does not go without",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         auto rows = store.here->insert_of(std::vector{specimen(1)});
         rows.rows.front()[field_info<&Specimen::text>().position] = Null{};
         CHECK_THROWS_AS(store.here->insert(rows), Error);
         store.here->add(specimen(2));
         CHECK_THROWS_AS(store.here->update({}, {{&field_info<&Specimen::text>(), Null{}}}), Error);
         CHECK(store.here->numbers(f<&Specimen::text> == "") == Numbers{2});
       }},

      {"An append-only table takes rows and refuses to change or remove them",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(detail::journal_entry(*store.here, 0, 1),
                         detail::journal_entry(*store.here, 0, 2));
         const auto update = [&] {
           store.here->update<JournalEntry>(f<&JournalEntry::sequence> == 1,
                                            {assign<&JournalEntry::action>("other")});
         };
         CHECK(error_of(update).code() == ErrorCode::storage_failed);
         CHECK(error_of([&] {
                 store.here->remove<JournalEntry>(f<&JournalEntry::sequence> == 1);
               }).code() == ErrorCode::storage_failed);
         CHECK(store.here->count<JournalEntry>(f<&JournalEntry::action> == "create") == 2);
       }},

      {"An append-only table refuses, though no row satisfies the condition",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto update = [&] {
           store.here->update<JournalEntry>({}, {assign<&JournalEntry::action>("other")});
         };
         CHECK(error_of(update).code() == ErrorCode::storage_failed);
         CHECK(error_of([&] { store.here->remove<JournalEntry>({}); }).code() ==
               ErrorCode::storage_failed);
       }},
  };
}

}  // namespace salus::testing

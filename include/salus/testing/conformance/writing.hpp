#pragma once

/// Conformance: inserts, updates and removals.

#include <string>

#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

namespace detail {

/// The call is refused with one issue, which names the column.
template <class Call>
void check_refused_for_nul(std::string_view column, const Call& call) {
  INFO(column);
  const auto error = error_of(call);
  CHECK(error.code() == ErrorCode::invalid_input);
  CHECK(error.issues().mentions(column));
}

}  // namespace detail

inline ConformanceTests writing_tests() {
  using detail::check_refused_for_nul;
  static const std::string text_with_nul{"a\0b", 3};
  return {
      {"A batch of many rows is inserted",
       [](StorageFixture& fixture) {
         // With a value for each column, more than any engine has places for parameters.
         ToyStore store{fixture};
         std::vector<Specimen> specimens;
         for (std::uint32_t i = 1; i <= 3'000; ++i) specimens.push_back(specimen(i));
         store.here->add_all(specimens);
         CHECK(store.here->count() == 3'000);
         CHECK(store.here->at(2'999).code == "S-2999");
       }},

      {"A batch that skips what exists adds the rest",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(3));
         auto batch =
             store.here->insert_of(std::vector{specimen(1), specimen(2), specimen(3), specimen(4)});
         batch.skips_existing = true;
         store.here->insert(batch);
         CHECK(store.here->numbers() == Numbers{1, 2, 3, 4});
         store.here->insert(batch);
         CHECK(store.here->count() == 4);
       }},

      {"A batch that skips what exists leaves out a row whose unique value is taken, in the batch "
       "too",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         const auto same_code = specimen(2, [](Specimen& s) { s.code = "S-1"; });
         const auto twin = specimen(4, [](Specimen& s) { s.code = "S-3"; });
         auto batch = store.here->insert_of(std::vector{same_code, specimen(3), twin});
         batch.skips_existing = true;
         store.here->insert(batch);
         CHECK(store.here->numbers() == Numbers{1, 3});
       }},

      {"An empty batch changes nothing",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add_all(std::vector<Specimen>{});
         CHECK(store.here->count() == 0);
       }},

      {"An update answers how many rows satisfied its condition",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2), specimen(3));
         CHECK(store.here->update(f<&Specimen::code> != "S-2", {assign<&Specimen::text>("new")}) ==
               2);
         CHECK(store.here->update(f<&Specimen::code> != "S-2", {assign<&Specimen::text>("new")}) ==
               2);
         CHECK(store.here->update(f<&Specimen::code> == "none",
                                  {assign<&Specimen::text>("newer")}) == 0);
         CHECK(store.here->numbers(f<&Specimen::text> == "new") == Numbers{1, 3});
       }},

      {"An update changes the columns it names, and no others",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto before = specimen(1, [](Specimen& s) {
           s.note = "note";
           s.thumbnail = Bytes{"t"};
         });
         store.here->add(before, specimen(2));
         store.here->update(f<&Specimen::code> == "S-1",
                            {assign<&Specimen::note>(std::nullopt),
                             assign<&Specimen::order>(5),
                             {&entity_info<Specimen>().version(), std::int64_t{2}}});
         auto expected = before;
         expected.note.reset();
         expected.order = 5;
         const auto rows = store.here->rows(select_of<Specimen>());
         REQUIRE(rows.size() == 2);
         CHECK(rows[0] ==
               row_of(expected, {.organization = store.here->organization(), .version = 2}));
         CHECK(rows[1] == row_of(specimen(2), {store.here->organization()}));
       }},

      {"An update may change the column that its condition asks for",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2), specimen(3));
         CHECK(store.here->update(f<&Specimen::amount> == 0, {assign<&Specimen::amount>(1)}) == 3);
         CHECK(store.here->update(f<&Specimen::amount> == 0, {assign<&Specimen::amount>(2)}) == 0);
         CHECK(store.here->count(f<&Specimen::amount> == 1) == 3);
       }},

      {"An update knows the time of the call and related rows",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto now = moment("2024-05-01T10:00:00Z");
         store.here->add(specimen(1), specimen(2));
         auto late = finding(1, 2);
         late.until = now;
         store.here->add(late, finding(2, 1));
         auto change =
             update_of<Specimen>(exists<&Specimen::id, &Finding::specimen>(expr::compare_with_now(
                                     Operator::less_or_equal, field_info<&Finding::until>())),
                                 {assign<&Specimen::frozen>(true)});
         change.now = now;
         CHECK(store.here->update(change) == 1);
         CHECK(store.here->numbers(f<&Specimen::frozen> == true) == Numbers{2});
       }},

      {"A row that is marked as deleted is not updated, and not marked again",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2));
         CHECK(store.here->mark_deleted(f<&Specimen::code> == "S-1") == 1);
         CHECK(store.here->mark_deleted(f<&Specimen::code> == "S-1") == 0);
         CHECK(store.here->update(expr::always(), {assign<&Specimen::text>("new")}) == 1);
         CHECK(store.here->numbers() == Numbers{2});
       }},

      {"A removal answers how many rows it removed",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const Id<Organization> organization{store.here->organization()};
         store.here->add(Keyword{organization, "a", 1, std::nullopt},
                         Keyword{organization, "a", 2, std::nullopt},
                         Keyword{organization, "b", 1, std::nullopt});
         CHECK(store.here->remove<Keyword>(f<&Keyword::word> == "a" && f<&Keyword::place> > 0) ==
               2);
         CHECK(store.here->remove<Keyword>(f<&Keyword::word> == "a") == 0);
         CHECK(store.here->count<Keyword>() == 1);
         store.here->add(Keyword{organization, "a", 1, std::nullopt});
         CHECK(store.here->remove<Keyword>({}) == 2);
       }},

      {"A row that can be marked as deleted is not removed",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2));
         CHECK(error_of([&] {
                 store.here->remove<Specimen>(f<&Specimen::code> == "S-1");
               }).code() == ErrorCode::storage_failed);
         CHECK(store.here->numbers() == Numbers{1, 2});
       }},

      {"A text with a NUL is refused in an insert, naming the column, and nothing is written",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto bad = specimen(2, [](Specimen& s) { s.note = text_with_nul; });
         check_refused_for_nul("note", [&] { store.here->add(specimen(1), bad, specimen(3)); });
         check_refused_for_nul("code", [&] {
           store.here->add(specimen(1, [](Specimen& s) { s.code = text_with_nul; }));
         });
         check_refused_for_nul("details", [&] {
           store.here->add(
               specimen(1, [](Specimen& s) { s.details = Json::from_canonical(text_with_nul); }));
         });
         CHECK(store.here->count() == 0);
       }},

      {"A text with a NUL is refused in an update, naming the column, and nothing is written",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2));
         check_refused_for_nul("text", [&] {
           store.here->update(
               {}, {assign<&Specimen::amount>(5), assign<&Specimen::text>(text_with_nul)});
         });
         check_refused_for_nul("code", [&] {
           store.here->update(f<&Specimen::code> == text_with_nul, {assign<&Specimen::amount>(5)});
         });
         check_refused_for_nul(
             "word", [&] { store.here->remove<Keyword>(f<&Keyword::word> == text_with_nul); });
         CHECK(store.here->count(f<&Specimen::amount> == 0) == 2);
       }},

      {"A text with a NUL is refused in a condition, naming the column",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1, [](Specimen& s) { s.note = "a"; }));
         for (const auto& condition :
              {f<&Specimen::note> == text_with_nul,
               starts_with(f<&Specimen::note>, text_with_nul),
               !contains(f<&Specimen::note>, text_with_nul),
               equals_ignoring_case(f<&Specimen::note>, text_with_nul),
               is_one_of(f<&Specimen::note>, {"a", text_with_nul}),
               f<&Specimen::code> == "none" && f<&Specimen::note> < text_with_nul}) {
           check_refused_for_nul("note", [&] { store.here->numbers(condition); });
           check_refused_for_nul("note", [&] { store.here->count(condition); });
         }
         check_refused_for_nul("label", [&] {
           store.here->count(
               exists<&Specimen::id, &Finding::specimen>(f<&Finding::label> == text_with_nul));
         });
       }},

      {"A session goes on after a text with a NUL was refused",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         check_refused_for_nul("code",
                               [&] { store.here->count(f<&Specimen::code> == text_with_nul); });
         CHECK(store.here->count() == 1);
         store.here->add(specimen(2));
         CHECK(store.here->count() == 2);
       }},
  };
}

}  // namespace salus::testing

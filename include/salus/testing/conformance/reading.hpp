#pragma once

/// Conformance: what was written is what is read, and cursors.

#include <limits>
#include <string>

#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

namespace detail {

/// A specimen with no field at its default.
inline Specimen full_specimen(std::uint32_t number) {
  return specimen(number, [](Specimen& s) {
    s.alias = "Ålias";
    s.tissue = Tissue::skin;
    s.second_tissue = Tissue::bone;
    s.slot = 3;
    s.frozen = true;
    s.checked = false;
    s.amount = -7;
    s.order = 12;
    s.weight = 0.1;
    s.ratio = -2.5e-300;
    s.text = "naïve “quotes” 'n' \\ \t \n 😀";
    s.note = "note";
    s.group = "group";
    s.image = Bytes{std::string{"\0\xFF\x80 \n", 5}};
    s.thumbnail = Bytes{"\x01"};
    s.link = numbered_uuid(77);
    s.other_link = numbered_uuid(78);
    s.taken_at = moment("2024-02-29T23:59:59.999999Z");
    s.thawed_at = moment("2024-03-01T00:00:00.000001Z");
    s.taken_on = day("2024-02-29");
    s.expires_on = day("2030-12-31");
    s.details = Json::from_canonical(R"({"a":[1,1.0,"é"],"b":null})");
    s.remarks = Json::from_canonical("null");
  });
}

/// Writes specimens and expects them back as they are.
inline void check_round_trip(StorageFixture& fixture, const std::vector<Specimen>& specimens) {
  ToyStore store{fixture};
  store.here->add_all(specimens);
  const auto found = store.here->rows(select_of<Specimen>());
  REQUIRE(found.size() == specimens.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(found[i] == row_of(specimens[i], {store.here->organization()}));
  }
}

}  // namespace detail

inline ConformanceTests reading_tests() {
  return {
      {"A table without rows gives none",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         CHECK(store.here->rows(select_of<Specimen>()).empty());
         CHECK(store.here->count() == 0);
       }},

      {"Every type of field comes back as it was written",
       [](StorageFixture& fixture) {
         detail::check_round_trip(fixture, {specimen(1), detail::full_specimen(2)});
       }},

      {"The largest and smallest numbers come back exactly",
       [](StorageFixture& fixture) {
         using Integer = std::numeric_limits<std::int64_t>;
         using Double = std::numeric_limits<double>;
         detail::check_round_trip(fixture,
                                  {specimen(1,
                                            [](Specimen& s) {
                                              s.amount = Integer::min();
                                              s.order = Integer::max();
                                              s.weight = Double::max();
                                              s.ratio = Double::denorm_min();
                                            }),
                                   specimen(2, [](Specimen& s) {
                                     s.amount = (std::int64_t{1} << 53U) + 1;
                                     s.weight = Double::lowest();
                                     s.ratio = 1.0 + Double::epsilon();
                                   })});
       }},

      {"A number without a fraction stays a number",
       [](StorageFixture& fixture) {
         detail::check_round_trip(fixture, {specimen(1, [](Specimen& s) { s.weight = 3.0; })});
       }},

      {"Moments keep their microseconds, before 1970 and in the year 9999 too",
       [](StorageFixture& fixture) {
         detail::check_round_trip(
             fixture,
             {specimen(1,
                       [](Specimen& s) { s.taken_at = Timestamp{std::chrono::microseconds{-1}}; }),
              specimen(2, [](Specimen& s) { s.taken_at = moment("1969-12-31T23:59:59.5Z"); }),
              specimen(3, [](Specimen& s) { s.taken_at = moment("0001-01-01T00:00:00.000001Z"); }),
              specimen(4, [](Specimen& s) { s.taken_at = moment("1899-06-15T12:34:56.789012Z"); }),
              specimen(5,
                       [](Specimen& s) { s.taken_at = moment("9999-12-31T23:59:59.999999Z"); })});
       }},

      {"Days come back from the year 1 to the year 9999",
       [](StorageFixture& fixture) {
         detail::check_round_trip(
             fixture,
             {specimen(1, [](Specimen& s) { s.taken_on = day("0001-01-01"); }),
              specimen(2, [](Specimen& s) { s.taken_on = day("1582-10-10"); }),
              specimen(3, [](Specimen& s) { s.taken_on = day("1900-02-28"); }),
              specimen(4, [](Specimen& s) { s.taken_on = day("1969-12-31"); }),
              specimen(5, [](Specimen& s) { s.taken_on = day("9999-12-31"); })});
       }},

      {"Empty texts and bytes are not missing ones",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2, [](Specimen& s) {
                           s.note = "";
                           s.thumbnail = Bytes{};
                         }));
         CHECK(store.here->at(1).note == std::nullopt);
         CHECK(store.here->at(2).note == "");
         CHECK(store.here->at(2).thumbnail == Bytes{});
         CHECK(store.here->numbers(is_null(f<&Specimen::note>)) == Numbers{1});
         CHECK(store.here->numbers(f<&Specimen::note> == "") == Numbers{2});
         CHECK(store.here->numbers(f<&Specimen::thumbnail> == Bytes{}) == Numbers{2});
       }},

      {"A missing JSON value is not a JSON null",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2, [](Specimen& s) { s.remarks = Json{}; }));
         CHECK(store.here->numbers(is_null(f<&Specimen::remarks>)) == Numbers{1});
         CHECK(store.here->numbers(f<&Specimen::remarks> == Json{}) == Numbers{2});
       }},

      {"JSON comes back byte for byte",
       [](StorageFixture& fixture) {
         const auto json =
             Json::from_canonical(R"({"a":1.0,"b":100000000000000000000000,"c":"\u0000"})");
         detail::check_round_trip(fixture, {specimen(1, [&](Specimen& s) { s.details = json; })});
       }},

      {"A text of one megabyte comes back whole",
       [](StorageFixture& fixture) {
         std::string text;
         for (int i = 0; text.size() < 1'000'000; ++i) text += std::to_string(i) + " é😀 ";
         detail::check_round_trip(fixture, {specimen(1, [&](Specimen& s) {
                                    s.text = text;
                                    s.image = Bytes{text};
                                  })});
       }},

      {"A row that is marked as deleted is not seen",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(3));
         store.here->add_deleted(specimen(2));
         CHECK(store.here->numbers() == Numbers{1, 3});
         CHECK(store.here->numbers(f<&Specimen::id> == numbered<Specimen>(2)).empty());
         CHECK(store.here->count() == 2);
       }},

      {"Both the policy's condition and the caller's must hold",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2), specimen(3));
         auto query = select_of<Specimen>(f<&Specimen::code> != "S-1");
         query.visible = std::make_shared<const Expr>(f<&Specimen::code> != "S-3");
         auto count = count_of<Specimen>(query.where);
         count.visible = query.visible;
         CHECK(store.here->numbers(query) == Numbers{2});
         CHECK(store.here->session().count(count) == 1);
       }},

      {"The constant conditions give every row and none",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2));
         CHECK(store.here->numbers(expr::always()) == Numbers{1, 2});
         CHECK(store.here->numbers(expr::never()).empty());
         CHECK(store.here->count(expr::always()) == 2);
         CHECK(store.here->count(expr::never()) == 0);
       }},

      {"The shape of a query does not change its answer",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2), specimen(3));
         store.here->add(finding(1, 3), finding(2, 1));
         auto query = select_of<Specimen>(exists<&Specimen::id, &Finding::specimen>());
         for (const auto shape : {Shape::page, Shape::set}) {
           query.shape = shape;
           CHECK(store.here->numbers(query) == Numbers{1, 3});
         }
       }},

      {"A query of the same shape with other parameters has its own answer",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2), specimen(3));
         for (const std::uint32_t number : {1U, 2U, 3U, 1U}) {
           CHECK(store.here->numbers(f<&Specimen::id> == numbered<Specimen>(number)) ==
                 Numbers{number});
         }
         CHECK(store.here->numbers(is_one_of(f<&Specimen::code>, {"S-1", "S-3"})) == Numbers{1, 3});
         CHECK(store.here->numbers(is_one_of(f<&Specimen::code>, {"S-2"})) == Numbers{2});
         CHECK(store.here->numbers(is_one_of(f<&Specimen::code>, {"S-3", "S-2", "S-1"})) ==
               Numbers{1, 2, 3});
       }},

      {"A cursor at its end stays there and leaves the row as it is",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1));
         const auto query = select_of<Specimen>();
         std::vector<Cell> row(query.cell_count());
         const auto cursor = store.here->session().select(query);
         CHECK(cursor->next(row));
         row.assign(row.size(), std::int64_t{4711});
         for (int i = 0; i < 3; ++i) CHECK_FALSE(cursor->next(row));
         CHECK(row == std::vector<Cell>(row.size(), std::int64_t{4711}));
       }},

      {"A cursor may go before its end, and the session reads on",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2), specimen(3));
         const auto query = select_of<Specimen>();
         for (int i = 0; i < 3; ++i) {
           std::vector<Cell> row(query.cell_count());
           const auto cursor = store.here->session().select(query);
           CHECK(cursor->next(row));
           CHECK(number_of(std::get<Uuid>(row.front())) == 1);
         }
         store.here->session().select(query).reset();
         CHECK(store.here->count() == 3);
       }},

      {"The rows of a table without row metadata are read too",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const Id<Organization> organization{store.here->organization()};
         const std::vector<Keyword> keywords{{organization, "a", 1, std::nullopt},
                                             {organization, "b", -1, numbered<Specimen>(5)}};
         store.here->add_all(keywords);
         const auto found = store.here->rows(select_of<Keyword>());
         REQUIRE(found.size() == 2);
         CHECK(found[0] == row_of(keywords[0], {store.here->organization()}));
         CHECK(found[1] == row_of(keywords[1], {store.here->organization()}));
       }},
  };
}

}  // namespace salus::testing

#pragma once

/// Conformance: orders and pages.

#include <algorithm>
#include <limits>
#include <memory>
#include <string>

#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

namespace detail {

template <auto Member>
OrderKey ascending() {
  return {&field_info<Member>(), Direction::ascending};
}

template <auto Member>
OrderKey descending() {
  return {&field_info<Member>(), Direction::descending};
}

/// Specimens whose member has these values, numbered from 1; and their order both ways.
template <auto Member>
void check_order(StorageFixture& fixture, const std::vector<typename Field<Member>::Type>& values,
                 const Numbers& ascending_order, const Numbers& descending_order) {
  ToyStore store{fixture};
  std::vector<Specimen> specimens;
  for (const auto& value : values) {
    specimens.push_back(specimen(static_cast<std::uint32_t>(specimens.size() + 1),
                                 [&](Specimen& s) { s.*Member = value; }));
  }
  store.here->add_all(specimens);
  auto query = select_of<Specimen>();
  query.order = {ascending<Member>()};
  CHECK(store.here->numbers(query) == ascending_order);
  query.order = {descending<Member>()};
  CHECK(store.here->numbers(query) == descending_order);
}

inline Select page(std::vector<OrderKey> order, std::optional<std::uint32_t> limit,
                   std::uint64_t offset) {
  auto query = select_of<Specimen>();
  query.order = std::move(order);
  query.limit = limit;
  query.offset = offset;
  return query;
}

inline ToyStore store_with_five(StorageFixture& fixture) {
  ToyStore store{fixture};
  store.here->add(specimen(1), specimen(2), specimen(3), specimen(4), specimen(5));
  return store;
}

}  // namespace detail

inline ConformanceTests ordering_tests() {
  using detail::ascending;
  using detail::descending;
  return {
      {"Without an order rows come by their ids",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(3), specimen(1), specimen(300), specimen(2));
         CHECK(store.here->numbers() == Numbers{1, 2, 3, 300});
       }},

      {"Texts are ordered byte by byte",
       [](StorageFixture& fixture) {
         detail::check_order<&Specimen::text>(
             fixture,
             {"a", "B", "é", "Z", "", "\xEF\xBF\xBD", "ab", "\xF0\x90\x80\x80", "a b", "10", "9"},
             {5, 10, 11, 2, 4, 1, 9, 7, 3, 6, 8},
             {8, 6, 3, 7, 9, 1, 4, 2, 11, 10, 5});
       }},

      {"Missing texts come last in either direction",
       [](StorageFixture& fixture) {
         detail::check_order<&Specimen::group>(
             fixture, {"b", std::nullopt, "", std::nullopt, "a"}, {3, 5, 1, 2, 4}, {1, 5, 3, 4, 2});
       }},

      {"Missing numbers come last in either direction",
       [](StorageFixture& fixture) {
         detail::check_order<&Specimen::order>(
             fixture, {std::nullopt, 5, -5, std::nullopt, 0}, {3, 5, 2, 1, 4}, {2, 5, 3, 4, 1});
         detail::check_order<&Specimen::ratio>(
             fixture, {0.5, std::nullopt, -0.5, 1e9}, {3, 1, 4, 2}, {4, 1, 3, 2});
       }},

      {"Missing moments and days come last in either direction",
       [](StorageFixture& fixture) {
         detail::check_order<&Specimen::thawed_at>(
             fixture,
             {moment("1969-12-31T23:59:59.9Z"), std::nullopt, moment("9999-12-31"), Timestamp{}},
             {1, 4, 3, 2},
             {3, 4, 1, 2});
         detail::check_order<&Specimen::expires_on>(
             fixture,
             {day("9999-12-31"), std::nullopt, day("0001-01-01"), day("1969-12-31")},
             {3, 4, 1, 2},
             {1, 4, 3, 2});
       }},

      {"Booleans, ids, bytes and choices have an order too",
       [](StorageFixture& fixture) {
         detail::check_order<&Specimen::checked>(
             fixture, {true, std::nullopt, false}, {3, 1, 2}, {1, 3, 2});
         detail::check_order<&Specimen::other_link>(
             fixture, {numbered_uuid(300), std::nullopt, numbered_uuid(2)}, {3, 1, 2}, {1, 3, 2});
         detail::check_order<&Specimen::thumbnail>(
             fixture,
             {Bytes{"\xFF"}, std::nullopt, Bytes{"a"}, Bytes{""}},
             {4, 3, 1, 2},
             {1, 3, 4, 2});
         detail::check_order<&Specimen::second_tissue>(
             fixture,
             {Tissue::skin, std::nullopt, Tissue::blood, Tissue::bone},
             {3, 4, 1, 2},
             {1, 4, 3, 2});
       }},

      {"Equal rows come by their ids, in the direction of the last key",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_five(fixture);
         store.here->update(f<&Specimen::id> >= numbered<Specimen>(3),
                            {assign<&Specimen::amount>(1), assign<&Specimen::group>("x")});
         const auto in = [&](std::vector<OrderKey> order) {
           return store.here->numbers(detail::page(std::move(order), std::nullopt, 0));
         };
         CHECK(in({ascending<&Specimen::amount>()}) == Numbers{1, 2, 3, 4, 5});
         CHECK(in({descending<&Specimen::amount>()}) == Numbers{5, 4, 3, 2, 1});
         CHECK(in({ascending<&Specimen::amount>(), descending<&Specimen::frozen>()}) ==
               Numbers{2, 1, 5, 4, 3});
         CHECK(in({descending<&Specimen::amount>(), ascending<&Specimen::frozen>()}) ==
               Numbers{3, 4, 5, 1, 2});
         CHECK(in({ascending<&Specimen::group>()}) == Numbers{3, 4, 5, 1, 2});
         CHECK(in({descending<&Specimen::group>()}) == Numbers{5, 4, 3, 2, 1});
       }},

      {"An order that is read backwards has missing values first",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_five(fixture);
         store.here->update(f<&Specimen::id> >= numbered<Specimen>(3),
                            {assign<&Specimen::group>("x")});
         auto up = ascending<&Specimen::group>();
         auto down = descending<&Specimen::group>();
         for (auto* key : {&up, &down}) {
           auto forwards = store.here->numbers(detail::page({*key}, std::nullopt, 0));
           key->direction = key == &up ? Direction::descending : Direction::ascending;
           key->missing = Missing::first;
           std::ranges::reverse(forwards);
           CHECK(store.here->numbers(detail::page({*key}, std::nullopt, 0)) == forwards);
         }
       }},

      {"A count stops at its limit",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_five(fixture);
         auto count = count_of<Specimen>(f<&Specimen::id> != numbered<Specimen>(2));
         count.visible = std::make_shared<const Expr>(f<&Specimen::id> < numbered<Specimen>(4) ||
                                                      f<&Specimen::id> > numbered<Specimen>(2));
         for (const auto shape : {Shape::page, Shape::set}) {
           count.shape = shape;
           for (const std::uint32_t limit : {0U, 1U, 3U, 4U, 5U}) {
             count.limit = limit;
             CHECK(store.here->session().count(count) == std::min(limit, 4U));
           }
           count.limit.reset();
           CHECK(store.here->session().count(count) == 4);
         }
       }},

      {"The key may be a key of the order itself",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_five(fixture);
         CHECK(store.here->numbers(detail::page({descending<&Specimen::id>()}, 3, 1)) ==
               Numbers{4, 3, 2});
         CHECK(store.here->numbers(detail::page(
                   {descending<&Specimen::id>(), ascending<&Specimen::code>()}, 2, 0)) ==
               Numbers{5, 4});
       }},

      {"A key of several columns completes an order with all of them",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const Id<Organization> organization{store.here->organization()};
         for (const std::int64_t place : {2, -1, 10}) {
           for (const auto* word : {"b", "a"})
             store.here->add(Keyword{organization, word, place, std::nullopt});
         }
         const auto places = [&](std::vector<OrderKey> order) {
           auto query = select_of<Keyword>();
           query.order = std::move(order);
           std::string text;
           for (const auto& keyword : objects<Keyword>(store.here->session(), query)) {
             text += keyword.word + std::to_string(keyword.place) + " ";
           }
           return text;
         };
         CHECK(places({}) == "a-1 a2 a10 b-1 b2 b10 ");
         CHECK(places({descending<&Keyword::specimen>()}) == "b10 b2 b-1 a10 a2 a-1 ");
         CHECK(places({descending<&Keyword::word>()}) == "b10 b2 b-1 a10 a2 a-1 ");
         CHECK(places({ascending<&Keyword::place>()}) == "a-1 b-1 a2 b2 a10 b10 ");
       }},

      {"A limit and an offset cut a page out of the order",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_five(fixture);
         CHECK(store.here->numbers(detail::page({}, 2, 0)) == Numbers{1, 2});
         CHECK(store.here->numbers(detail::page({}, 2, 3)) == Numbers{4, 5});
         CHECK(store.here->numbers(detail::page({}, 2, 4)) == Numbers{5});
         CHECK(store.here->numbers(detail::page({}, 100, 0)) == Numbers{1, 2, 3, 4, 5});
       }},

      {"An offset needs no limit, and may be past the end",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_five(fixture);
         CHECK(store.here->numbers(detail::page({}, std::nullopt, 3)) == Numbers{4, 5});
         CHECK(store.here->numbers(detail::page({}, std::nullopt, 5)).empty());
         CHECK(store.here->numbers(detail::page({}, 2, 1'000'000'000'000)).empty());
         CHECK(store.here
                   ->numbers(
                       detail::page({}, std::nullopt, std::numeric_limits<std::uint64_t>::max()))
                   .empty());
       }},

      {"A limit may be zero, or as large as it gets",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_five(fixture);
         CHECK(store.here->numbers(detail::page({}, 0, 0)).empty());
         CHECK(store.here->numbers(
                   detail::page({}, std::numeric_limits<std::uint32_t>::max(), 4)) == Numbers{5});
       }},

      {"Pages of any order have every row once, though many are equal in it",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         std::vector<Specimen> specimens;
         for (std::uint32_t i = 1; i <= 50; ++i) {
           specimens.push_back(specimen(i, [&](Specimen& s) {
             if (i % 3 != 0) s.group = i % 2 == 0 ? "even" : "odd";
           }));
         }
         store.here->add_all(specimens);
         for (const auto& order : {ascending<&Specimen::group>(), descending<&Specimen::group>()}) {
           const auto whole = store.here->numbers(detail::page({order}, std::nullopt, 0));
           Numbers pages;
           for (std::uint64_t offset = 0; offset < 50; offset += 7) {
             const auto next = store.here->numbers(detail::page({order}, 7, offset));
             pages.insert(pages.end(), next.begin(), next.end());
           }
           CHECK(pages == whole);
         }
       }},
  };
}

}  // namespace salus::testing

#pragma once

/// Conformance: two-valued conditions. A comparison with a missing value is false, and its negation
/// true; so a condition and its negation share out the rows between them.

#include "salus/testing/conformance/comparing.hpp"

namespace salus::testing {

namespace detail {

/// Three rows: `note` is missing, "m", and "x".
inline ToyStore store_with_notes(StorageFixture& fixture) {
  ToyStore store{fixture};
  store.here->add(specimen(1),
                  specimen(2, [](Specimen& s) { s.note = "m"; }),
                  specimen(3, [](Specimen& s) { s.note = "x"; }));
  return store;
}

}  // namespace detail

inline ConformanceTests missing_value_tests() {
  return {
      {"A comparison with a missing value is false, and its negation true",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_notes(fixture);
         for (const auto op : {Operator::equal,
                               Operator::not_equal,
                               Operator::less,
                               Operator::less_or_equal,
                               Operator::greater,
                               Operator::greater_or_equal,
                               Operator::starts_with,
                               Operator::contains,
                               Operator::equal_ignoring_case}) {
           const auto condition =
               expr::compare(op, field_info<&Specimen::note>(), std::string{"m"});
           INFO(describe(condition));
           const auto holds = store.here->numbers(condition);
           const auto holds_not = store.here->numbers(!condition);
           CHECK(std::ranges::find(holds, 1U) == holds.end());
           CHECK(std::ranges::find(holds_not, 1U) != holds_not.end());
           CHECK(holds.size() + holds_not.size() == 3);
         }
       }},

      {"A missing value differs from nothing, and not equal is not the negation of equal",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_notes(fixture);
         CHECK(store.here->numbers(f<&Specimen::note> != "m") == Numbers{3});
         CHECK(store.here->numbers(!(f<&Specimen::note> == "m")) == Numbers{1, 3});
         CHECK(store.here->numbers(!(f<&Specimen::note> != "m")) == Numbers{1, 2});
       }},

      {"A value is missing or it is not",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_notes(fixture);
         CHECK(store.here->numbers(is_null(f<&Specimen::note>)) == Numbers{1});
         CHECK(store.here->numbers(!is_null(f<&Specimen::note>)) == Numbers{2, 3});
         CHECK(store.here->numbers(expr::is_null(field_info<&Specimen::text>())).empty());
       }},

      {"A missing value is in no list, and its not being in one is true",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_notes(fixture);
         const auto listed = is_one_of(f<&Specimen::note>, {"m", "n"});
         CHECK(store.here->numbers(listed) == Numbers{2});
         CHECK(store.here->numbers(!listed) == Numbers{1, 3});
       }},

      {"A missing value in a list is equal to nothing",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_notes(fixture);
         const auto& note = field_info<&Specimen::note>();
         const auto listed = expr::in(note, {std::string{"m"}, Null{}});
         CHECK(store.here->numbers(listed) == Numbers{2});
         CHECK(store.here->numbers(!listed) == Numbers{1, 3});
         CHECK(store.here->numbers(expr::in(note, {Null{}})).empty());
         CHECK(store.here->numbers(!expr::in(note, {Null{}})) == Numbers{1, 2, 3});
       }},

      {"A list without values holds nothing",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_notes(fixture);
         const Expr listed{.op = Operator::in, .column = &field_info<&Specimen::note>()};
         CHECK(store.here->numbers(listed).empty());
         CHECK(store.here->numbers(!listed) == Numbers{1, 2, 3});
       }},

      {"A comparison with a missing parameter is false, and its negation true",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_notes(fixture);
         for (const auto op : {Operator::equal,
                               Operator::not_equal,
                               Operator::less,
                               Operator::greater_or_equal,
                               Operator::starts_with,
                               Operator::contains,
                               Operator::equal_ignoring_case}) {
           const auto condition = expr::compare(op, field_info<&Specimen::note>(), Null{});
           INFO(describe(condition));
           CHECK(store.here->numbers(condition).empty());
           CHECK(store.here->numbers(!condition) == Numbers{1, 2, 3});
         }
       }},

      {"A comparison of a missing value with the time of the call is false, and its negation true",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_notes(fixture);
         const auto condition =
             expr::compare_with_now(Operator::not_equal, field_info<&Specimen::thawed_at>());
         CHECK(store.here->numbers(condition).empty());
         CHECK(store.here->numbers(!condition) == Numbers{1, 2, 3});
       }},

      {"A negation reaches through conjunctions, disjunctions and negations",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_notes(fixture);
         const auto is_m = f<&Specimen::note> == "m";
         const auto from_m = f<&Specimen::note> >= "m";
         CHECK(store.here->numbers(!(is_m && from_m)) == Numbers{1, 3});
         CHECK(store.here->numbers(!(is_m || from_m)) == Numbers{1});
         CHECK(store.here->numbers(!(!is_m && from_m)) == Numbers{1, 2});
         CHECK(store.here->numbers(!(is_m || !from_m)) == Numbers{3});
       }},

      {"A tree that was not tidied up means the same",
       [](StorageFixture& fixture) {
         const auto store = detail::store_with_notes(fixture);
         const auto negated = [](Expr child) {
           Expr node{.op = Operator::negation};
           node.children.push_back(std::move(child));
           return node;
         };
         const Expr no_conjunct{.op = Operator::all_of};
         const Expr no_disjunct{.op = Operator::any_of};
         CHECK(store.here->numbers(no_conjunct) == Numbers{1, 2, 3});
         CHECK(store.here->numbers(no_disjunct).empty());
         CHECK(store.here->numbers(negated(no_disjunct)) == Numbers{1, 2, 3});
         CHECK(store.here->numbers(negated(expr::always())).empty());
         CHECK(store.here->numbers(negated(negated(f<&Specimen::note> == "m"))) == Numbers{2});
       }},
  };
}

}  // namespace salus::testing

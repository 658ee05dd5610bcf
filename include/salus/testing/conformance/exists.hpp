#pragma once

/// Conformance: conditions on related rows.

#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

namespace detail {

/// Four specimens: 1 has the findings 1 ("a", level 1) and 2 ("b", level 2), 2 has 3 ("a", level 9),
/// 3 has one that is marked as deleted, 4 has none. 2 and 3 come from 1, and 4 from 3.
inline ToyStore store_with_findings(StorageFixture& fixture) {
  ToyStore store{fixture};
  const auto child_of = [](std::uint32_t parent) {
    return [parent](Specimen& s) { s.parent = numbered<Specimen>(parent); };
  };
  store.here->add(specimen(1));
  store.here->add(specimen(2, child_of(1)), specimen(3, child_of(1)));
  store.here->add(specimen(4, child_of(3)));
  auto findings = std::vector{finding(1, 1, "a"), finding(2, 1, "b"), finding(3, 2, "a")};
  findings[0].level = 1;
  findings[1].level = 2;
  findings[2].level = 9;
  store.here->add_all(findings);
  store.here->add_deleted(finding(4, 3, "a"));
  return store;
}

inline Expr has_finding(Expr condition = {}) {
  return exists<&Specimen::id, &Finding::specimen>(std::move(condition));
}

}  // namespace detail

inline ConformanceTests exists_tests() {
  using detail::has_finding;
  using detail::store_with_findings;
  return {
      {"A row is found by a related row, once however many there are",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         CHECK(store.here->numbers(has_finding()) == Numbers{1, 2});
         CHECK(store.here->count(has_finding()) == 2);
         CHECK(store.here->numbers(!has_finding()) == Numbers{3, 4});
       }},

      {"One and the same related row must satisfy the whole condition",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         const auto condition = f<&Finding::label> == "a" && f<&Finding::level> >= 2;
         CHECK(store.here->numbers(has_finding(condition)) == Numbers{2});
         CHECK(store.here->numbers(!has_finding(condition)) == Numbers{1, 3, 4});
         CHECK(store.here->numbers(has_finding(f<&Finding::label> == "a") &&
                                   has_finding(f<&Finding::level> == 2)) == Numbers{1});
       }},

      {"A related row with a missing value satisfies the negation of a comparison with it",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         CHECK(store.here->numbers(has_finding(f<&Finding::note> == "n")).empty());
         CHECK(store.here->numbers(has_finding(!(f<&Finding::note> == "n"))) == Numbers{1, 2});
         CHECK(store.here->numbers(!has_finding(!(f<&Finding::note> == "n"))) == Numbers{3, 4});
       }},

      {"A related row that is marked as deleted is not seen",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         store.here->mark_deleted<Finding>(f<&Finding::label> == "b");
         CHECK(store.here->numbers(has_finding(f<&Finding::label> == "b")).empty());
         CHECK(store.here->numbers(has_finding()) == Numbers{1, 2});
       }},

      {"A related row of another organization is not seen",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         store.there->add(specimen(4), specimen(3));
         store.there->add(finding(9, 4, "there"));
         CHECK(store.here->numbers(has_finding(f<&Finding::label> == "there")).empty());
         CHECK(store.there->numbers(has_finding()) == Numbers{4});
         CHECK(store.there->numbers(!has_finding()) == Numbers{3});
       }},

      {"A row without a link has no related row",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         const auto has_parent = exists<&Specimen::parent, &Specimen::id>();
         CHECK(store.here->numbers(has_parent) == Numbers{2, 3, 4});
         CHECK(store.here->numbers(!has_parent) == Numbers{1});
       }},

      {"Rows are related to rows of their own table",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         const auto has_child = exists<&Specimen::id, &Specimen::parent>();
         const auto child_of_first =
             exists<&Specimen::parent, &Specimen::id>(f<&Specimen::code> == "S-1");
         CHECK(store.here->numbers(has_child) == Numbers{1, 3});
         CHECK(store.here->numbers(child_of_first) == Numbers{2, 3});
         CHECK(store.here->numbers(!child_of_first) == Numbers{1, 4});
       }},

      {"Related rows have related rows, back to the first table too",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         const auto grandchild = exists<&Specimen::parent, &Specimen::id>(
             exists<&Specimen::parent, &Specimen::id>(f<&Specimen::code> == "S-1"));
         CHECK(store.here->numbers(grandchild) == Numbers{4});
         const auto sibling_of_finding = has_finding(exists<&Finding::specimen, &Specimen::id>(
             exists<&Specimen::parent, &Specimen::id>(f<&Specimen::code> == "S-1")));
         CHECK(store.here->numbers(sibling_of_finding) == Numbers{2});
         const auto childless_parent = exists<&Specimen::parent, &Specimen::id>(!has_finding());
         CHECK(store.here->numbers(childless_parent) == Numbers{4});
         CHECK(store.here->numbers(!childless_parent) == Numbers{1, 2, 3});
       }},

      {"A link is any two columns of one type",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         store.here->update(f<&Specimen::code> == "S-4",
                            {assign<&Specimen::text>("b"), assign<&Specimen::amount>(9)});
         CHECK(store.here->numbers(exists<&Specimen::text, &Finding::label>()) == Numbers{4});
         CHECK(store.here->numbers(exists<&Specimen::amount, &Finding::level>()) == Numbers{4});
         CHECK(
             store.here->numbers(exists<&Specimen::text, &Finding::label>(f<&Finding::level> == 9))
                 .empty());
       }},

      {"A link over texts compares bytes",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         store.here->update(f<&Specimen::code> == "S-4", {assign<&Specimen::note>("A")});
         CHECK(store.here->numbers(exists<&Specimen::note, &Finding::label>()).empty());
       }},

      {"A related table may have no row metadata",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         store.here->add(Keyword{{store.here->organization()}, "k", 1, numbered<Specimen>(3)});
         store.there->add(Keyword{{store.there->organization()}, "k", 1, numbered<Specimen>(2)});
         const auto has_keyword =
             exists<&Specimen::id, &Keyword::specimen>(f<&Keyword::word> == "k");
         CHECK(store.here->numbers(has_keyword) == Numbers{3});
         CHECK(store.here->numbers(!has_keyword) == Numbers{1, 2, 4});
       }},

      {"The time of the call is the same in a related row's condition",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         const auto now = moment("2024-05-01T10:00:00Z");
         store.here->update<Finding>(f<&Finding::level> == 9, {assign<&Finding::until>(now)});
         auto query = select_of<Specimen>(
             has_finding(expr::compare_with_now(Operator::greater, field_info<&Finding::until>())));
         query.now = now - std::chrono::microseconds{1};
         CHECK(store.here->numbers(query) == Numbers{2});
         query.now = now;
         CHECK(store.here->numbers(query).empty());
       }},

      {"Branches of conditions on related rows count a row once",
       [](StorageFixture& fixture) {
         const auto store = store_with_findings(fixture);
         const auto either = has_finding(f<&Finding::label> == "a") ||
                             has_finding(f<&Finding::label> == "b") ||
                             f<&Specimen::code> == "S-1" || f<&Specimen::code> == "S-4";
         CHECK(store.here->count(either) == 3);
         auto query = select_of<Specimen>(either);
         query.shape = Shape::set;
         CHECK(store.here->numbers(query) == Numbers{1, 2, 4});
       }},
  };
}

}  // namespace salus::testing

#pragma once

/// Conformance: two-valued conditions. A comparison with a missing value is false, and its negation
/// true.

#include "salus/testing/conformance/comparing.hpp"

namespace salus::testing {

inline ConformanceTests missing_value_tests() {
  return {
      {"Whatever a missing value is compared with, it is false and its negation true",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2, [](Specimen& s) { s.note = "x"; }));
         for (const auto op : {Operator::equal, Operator::not_equal, Operator::less, Operator::less_or_equal,
                               Operator::greater, Operator::greater_or_equal, Operator::starts_with, Operator::contains,
                               Operator::equal_ignoring_case}) {
           auto condition = expr::compare(op, field_info<&Specimen::note>(), std::string{"m"});
           INFO(describe(condition));
           condition = condition && !f<&Specimen::id> == numbered<Specimen>(1) ? condition : condition;
           CHECK_FALSE(store.here->count(condition && (f<&Specimen::code> == "S-1")) == 1);
           CHECK(store.here->count(!condition && (f<&Specimen::code> == "S-1")) == 1);
         }
       }},

      {"A missing parameter equals nothing, and differs from nothing",
       [](StorageFixture& fixture) {
         detail::ComparisonCheck check{fixture, field_info<&Specimen::order>(), {std::int64_t{1}, std::int64_t{2}}};
         for (const auto op : detail::comparisons) check.check(expr::compare(op, field_info<&Specimen::order>(), Null{}));
       }},
  };
}

}  // namespace salus::testing

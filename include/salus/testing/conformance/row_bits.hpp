#pragma once

/// Conformance: which of some conditions hold for each row of an answer.

#include <cstdint>
#include <memory>

#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

namespace detail {

/// The bits of each row, in the order of the answer.
inline std::vector<std::int64_t> bits_of(Tenant& tenant, Select query,
                                         std::vector<Expr> conditions) {
  query.row_bits = std::make_shared<const std::vector<Expr>>(std::move(conditions));
  std::vector<std::int64_t> bits;
  for (const auto& row : tenant.rows(query)) bits.push_back(std::get<std::int64_t>(row.back()));
  return bits;
}

}  // namespace detail

inline ConformanceTests row_bits_tests() {
  using Bits = std::vector<std::int64_t>;
  return {
      {"Each row says which conditions hold for it, in a cell after its columns",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2, [](Specimen& s) { s.note = "n"; }), specimen(3));
         store.here->add(finding(1, 3, "f"));
         const std::vector<Expr> conditions{f<&Specimen::note> == "n",
                                            f<&Specimen::code> >= "S-2",
                                            exists<&Specimen::id, &Finding::specimen>(),
                                            expr::always(),
                                            expr::never()};
         CHECK(detail::bits_of(*store.here, select_of<Specimen>(), conditions) ==
               Bits{0b01000, 0b01011, 0b01110});
       }},

      {"The bits are two-valued",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1), specimen(2, [](Specimen& s) { s.note = "n"; }));
         const std::vector<Expr> conditions{f<&Specimen::note> == "n",
                                            !(f<&Specimen::note> == "n"),
                                            f<&Specimen::note> != "n",
                                            is_null(f<&Specimen::note>),
                                            !exists<&Specimen::parent, &Specimen::id>()};
         CHECK(detail::bits_of(*store.here, select_of<Specimen>(), conditions) ==
               Bits{0b11010, 0b10001});
       }},

      {"Sixty-three conditions have sixty-three bits",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         std::vector<Specimen> specimens;
         std::vector<Expr> conditions;
         Bits expected;
         for (std::uint32_t i = 0; i < 63; ++i) {
           specimens.push_back(specimen(i + 1, [&](Specimen& s) { s.amount = i; }));
           conditions.push_back(f<&Specimen::amount> == std::int64_t{i});
           expected.push_back(std::int64_t{1} << i);
         }
         store.here->add_all(specimens);
         CHECK(detail::bits_of(*store.here, select_of<Specimen>(), conditions) == expected);
         const std::vector<Expr> all(63, expr::always());
         CHECK(detail::bits_of(*store.here, select_of<Specimen>(), all) == Bits(63, INT64_MAX));
       }},

      {"Bits neither choose rows nor order them, and know the time of the call",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto now = moment("2024-05-01T10:00:00Z");
         store.here->add(
             specimen(1, [&](Specimen& s) { s.thawed_at = now; }),
             specimen(2),
             specimen(3),
             specimen(4, [&](Specimen& s) { s.thawed_at = now + std::chrono::hours{1}; }));
         auto query = select_of<Specimen>(f<&Specimen::code> != "S-3");
         query.visible = std::make_shared<const Expr>(f<&Specimen::code> != "S-2");
         query.order = {{&field_info<&Specimen::code>(), Direction::descending}};
         query.limit = 2;
         query.now = now;
         const std::vector<Expr> conditions{
             expr::compare_with_now(Operator::less_or_equal, field_info<&Specimen::thawed_at>()),
             f<&Specimen::code> == "S-4"};
         CHECK(store.here->numbers(query) == Numbers{4, 1});
         CHECK(detail::bits_of(*store.here, query, conditions) == Bits{0b10, 0b01});
       }},
  };
}

}  // namespace salus::testing

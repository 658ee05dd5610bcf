#pragma once

/// Conformance: what each operator means for each type, whatever the engine's own comparison is.

#include <string>

#include "salus/query/evaluate.hpp"
#include "salus/testing/conformance/conformance_test.hpp"

namespace salus::testing {

namespace detail {

/// Stores one row per value, and one without a value; compares each with each by every operator
/// given, plain and negated, and expects what `evaluate` says.
class ComparisonCheck {
 public:
  ComparisonCheck(StorageFixture& fixture, const FieldInfo& column, std::vector<Value> values)
      : store_{fixture}, column_{&column}, values_{std::move(values)} {
    if (column.nullable) values_.emplace_back();
    auto rows = store_.here->insert_of(std::vector<Specimen>{});
    for (std::uint32_t i = 0; i < values_.size(); ++i) {
      rows.rows.push_back(row_of(specimen(i + 1), {store_.here->organization()}));
      rows.rows.back()[column.position] = values_[i];
    }
    store_.here->insert(rows);
  }

  void check(std::initializer_list<Operator> operators) {
    for (const auto op : operators) {
      for (const auto& operand : values_) check(expr::compare(op, *column_, operand));
    }
  }

  void check(const Expr& condition) {
    for (const auto& node : {condition, expr::negation(condition)}) {
      INFO(describe(node));
      const auto found = store_.here->numbers(node);
      CHECK(found == expected(node));
    }
  }

 private:
  Numbers expected(const Expr& node) const {
    Numbers expected;
    for (std::uint32_t i = 0; i < values_.size(); ++i) {
      const auto cell_of = [&](const FieldInfo&) { return borrow(values_[i]); };
      const auto no_rows = [](const Expr&, const Cell&) { return false; };
      if (evaluate(node, cell_of, no_rows, Timestamp{})) expected.push_back(i + 1);
    }
    return expected;
  }

  ToyStore store_;
  const FieldInfo* column_;
  std::vector<Value> values_;
};

inline constexpr std::initializer_list<Operator> equalities{Operator::equal, Operator::not_equal};
inline constexpr std::initializer_list<Operator> comparisons{Operator::equal,
                                                             Operator::not_equal,
                                                             Operator::less,
                                                             Operator::less_or_equal,
                                                             Operator::greater,
                                                             Operator::greater_or_equal};

template <auto Member, class... Type>
void check_comparisons(StorageFixture& fixture, std::initializer_list<Operator> operators,
                       const Type&... values) {
  ComparisonCheck{fixture, field_info<Member>(), {Value{values}...}}.check(operators);
}

}  // namespace detail

inline ConformanceTests comparing_tests() {
  using std::string;
  return {
      {"Texts are compared byte by byte",
       [](StorageFixture& fixture) {
         // U+FFFD comes before U+10000 by bytes, and after it in UTF-16.
         detail::check_comparisons<&Specimen::group>(fixture,
                                                     detail::comparisons,
                                                     string{""},
                                                     string{" "},
                                                     string{"A"},
                                                     string{"Z"},
                                                     string{"a"},
                                                     string{"a "},
                                                     string{"a\t"},
                                                     string{"aa"},
                                                     string{"ab"},
                                                     string{"z"},
                                                     string{"é"},
                                                     string{"e\xCC\x81"},
                                                     string{"É"},
                                                     string{"ß"},
                                                     string{"\xEF\xBF\xBD"},
                                                     string{"\xF0\x90\x80\x80"},
                                                     string{"10"},
                                                     string{"9"},
                                                     string{"0x1"},
                                                     string{"-1"});
       }},

      {"A field that ignores case is compared exactly all the same, unless asked otherwise",
       [](StorageFixture& fixture) {
         detail::check_comparisons<&Specimen::note>(
             fixture, detail::comparisons, string{"a"}, string{"A"}, string{"b"}, string{"B"});
       }},

      {"Integers are compared by size",
       [](StorageFixture& fixture) {
         detail::check_comparisons<&Specimen::order>(fixture,
                                                     detail::comparisons,
                                                     std::int64_t{0},
                                                     std::int64_t{-1},
                                                     std::int64_t{9},
                                                     std::int64_t{10},
                                                     std::numeric_limits<std::int64_t>::min(),
                                                     std::numeric_limits<std::int64_t>::max(),
                                                     (std::int64_t{1} << 53U) + 1,
                                                     std::int64_t{1} << 53U);
       }},

      {"Numbers are compared by size",
       [](StorageFixture& fixture) {
         detail::check_comparisons<&Specimen::ratio>(fixture,
                                                     detail::comparisons,
                                                     0.0,
                                                     -0.0,
                                                     0.1,
                                                     0.1 + 0.2,
                                                     0.3,
                                                     -1e300,
                                                     1e300,
                                                     3.0,
                                                     9007199254740993.0);
       }},

      {"Booleans, choices and JSON are equal or not",
       [](StorageFixture& fixture) {
         detail::check_comparisons<&Specimen::checked>(fixture, detail::equalities, true, false);
         detail::check_comparisons<&Specimen::second_tissue>(
             fixture, detail::equalities, string{"blood"}, string{"bone"});
         detail::check_comparisons<&Specimen::remarks>(fixture,
                                                       detail::equalities,
                                                       string{"1"},
                                                       string{"1.0"},
                                                       string{R"({"a":1})"},
                                                       string{"null"});
       }},

      {"Bytes and ids are compared byte by byte",
       [](StorageFixture& fixture) {
         detail::check_comparisons<&Specimen::thumbnail>(fixture,
                                                         detail::comparisons,
                                                         Bytes{""},
                                                         Bytes{string{"\0", 1}},
                                                         Bytes{string{"\0\0", 2}},
                                                         Bytes{"a"},
                                                         Bytes{"\x7F"},
                                                         Bytes{"\x80"},
                                                         Bytes{"\xFF"});
         Uuid last;
         last.bytes.fill(0xFF);
         detail::check_comparisons<&Specimen::other_link>(
             fixture, detail::comparisons, Uuid{}, numbered_uuid(1), numbered_uuid(256), last);
       }},

      {"Moments are compared by time, to the microsecond",
       [](StorageFixture& fixture) {
         detail::check_comparisons<&Specimen::thawed_at>(fixture,
                                                         detail::comparisons,
                                                         moment("1969-12-31T23:59:59.999999Z"),
                                                         moment("1970-01-01T00:00:00Z"),
                                                         moment("1970-01-01T00:00:00.000001Z"),
                                                         moment("0001-01-01"),
                                                         moment("2024-05-01T10:00:00Z"),
                                                         moment("2024-05-01T10:00:00.000001Z"),
                                                         moment("9999-12-31T23:59:59.999999Z"));
       }},

      {"Days are compared by time",
       [](StorageFixture& fixture) {
         detail::check_comparisons<&Specimen::expires_on>(fixture,
                                                          detail::comparisons,
                                                          day("0001-01-01"),
                                                          day("0999-12-31"),
                                                          day("1969-12-31"),
                                                          day("1970-01-01"),
                                                          day("2024-02-29"),
                                                          day("9999-12-31"));
       }},

      {"The time of the call is a parameter",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto now = moment("2024-05-01T10:00:00.000001Z");
         for (std::uint32_t i = 1; i <= 3; ++i) {
           store.here->add(specimen(i, [&](Specimen& s) {
             s.thawed_at = now + std::chrono::microseconds{i} - std::chrono::microseconds{2};
           }));
         }
         store.here->add(specimen(4));
         auto query = select_of<Specimen>(
             expr::compare_with_now(Operator::less_or_equal, field_info<&Specimen::thawed_at>()));
         query.now = now;
         CHECK(store.here->numbers(query) == Numbers{1, 2});
         query.where = expr::negation(std::move(query.where));
         CHECK(store.here->numbers(query) == Numbers{3, 4});
         auto count = count_of<Specimen>(query.where);
         count.now = now - std::chrono::hours{1};
         CHECK(store.here->session().count(count) == 4);
       }},

      {"One of many values",
       [](StorageFixture& fixture) {
         detail::ComparisonCheck check{fixture,
                                       field_info<&Specimen::order>(),
                                       {std::int64_t{1}, std::int64_t{5'000}, std::int64_t{-1}}};
         std::vector<Value> thousand;
         for (std::int64_t i = 0; i < 1'000; ++i) thousand.emplace_back(i);
         check.check(expr::in(field_info<&Specimen::order>(), thousand));
       }},

      {"One of more values than an engine has places for parameters",
       [](StorageFixture& fixture) {
         detail::ComparisonCheck check{fixture,
                                       field_info<&Specimen::order>(),
                                       {std::int64_t{1}, std::int64_t{69'999}, std::int64_t{-1}}};
         std::vector<Value> many;
         for (std::int64_t i = 0; i < 70'000; ++i) many.emplace_back(i);
         check.check(expr::in(field_info<&Specimen::order>(), many));
       }},

      {"One of some values, of every type",
       [](StorageFixture& fixture) {
         const auto check = [&](const FieldInfo& column,
                                const Value& one,
                                const Value& other,
                                const Value& third) {
           detail::ComparisonCheck{fixture, column, {one, other, third}}.check(
               expr::in(column, {third, one}));
         };
         check(field_info<&Specimen::checked>(), true, false, true);
         check(field_info<&Specimen::ratio>(), 0.5, 1.0, -0.1);
         check(field_info<&Specimen::group>(), string{"a"}, string{"A"}, string{"a'b"});
         check(field_info<&Specimen::second_tissue>(),
               string{"blood"},
               string{"bone"},
               string{"skin"});
         check(field_info<&Specimen::thumbnail>(), Bytes{"a"}, Bytes{""}, Bytes{string{"\0", 1}});
         check(field_info<&Specimen::other_link>(),
               numbered_uuid(1),
               numbered_uuid(2),
               numbered_uuid(3));
         check(field_info<&Specimen::thawed_at>(),
               moment("2024-01-01"),
               moment("1960-01-01"),
               Timestamp{});
         check(field_info<&Specimen::expires_on>(), day("2024-01-01"), day("1960-01-01"), Date{});
         check(field_info<&Specimen::remarks>(), string{"[]"}, string{"{}"}, string{"null"});
       }},

      {"Two hundred conditions are joined",
       [](StorageFixture& fixture) {
         detail::ComparisonCheck check{
             fixture, field_info<&Specimen::order>(), {std::int64_t{7}, std::int64_t{300}}};
         std::vector<Expr> each;
         for (std::int64_t i = 0; i < 200; ++i) {
           each.push_back(expr::compare(Operator::equal, field_info<&Specimen::order>(), i));
         }
         check.check(expr::any_of(each));
         check.check(expr::all_of(std::move(each)));
       }},
  };
}

}  // namespace salus::testing

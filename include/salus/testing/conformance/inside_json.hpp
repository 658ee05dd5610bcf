#pragma once

/// Conformance: texts and elements inside JSON that is stored as text.

#include <string>

#include "salus/testing/conformance/comparing.hpp"

namespace salus::testing {

namespace detail {

inline std::vector<Value> json_to_look_into() {
  using std::string;
  return {string{"null"},
          string{"true"},
          string{"7"},
          string{R"("a")"},
          string{"[]"},
          string{"{}"},
          string{R"(["a"])"},
          string{R"(["A","b"])"},
          string{R"([1,1.0,true,null,["a"],{"a":"a"}])"},
          string{R"(["1","true","null",""])"},
          string{R"({"a":"a"})"},
          string{R"({"a":"b","b":"a"})"},
          string{R"({"a":7})"},
          string{R"({"a":"7"})"},
          string{R"({"a":null})"},
          string{R"({"a":{"b":"a"}})"},
          string{R"({"a":[{"b":"a","c":"b"},{"b":"b","c":"a"}]})"},
          string{R"({"a":[{"b":"a","c":"a"}]})"},
          string{R"({"a":"é"})"},
          string{R"({"a":"\u0001"})"},
          string{R"({"a":"\"\\\n'%_"})"},
          string{R"({"a":"a","z":"\u0000"})"},
          string{R"({"a":"\\u0000"})"},
          string{R"({"a":""})"},
          string{R"({"a.b":"a"})"},
          string{R"({"0":"a"})"}};
}

inline Expr text_at(Operator op, JsonPath path, std::string text) {
  return expr::at_path(std::move(path),
                       expr::compare(op, field_info<&Specimen::remarks>(), std::move(text)));
}

inline Expr element_at(JsonPath path, Expr condition) {
  return expr::has_element(field_info<&Specimen::remarks>(), std::move(path), std::move(condition));
}

inline ComparisonCheck inside_json_check(StorageFixture& fixture) {
  return {fixture, field_info<&Specimen::remarks>(), json_to_look_into()};
}

}  // namespace detail

inline ConformanceTests inside_json_tests() {
  using detail::element_at;
  using detail::text_at;
  return {
      {"A text inside JSON is compared as a text; a number, a boolean and what is missing are none",
       [](StorageFixture& fixture) {
         auto check = detail::inside_json_check(fixture);
         for (const auto op : detail::comparisons) {
           for (const auto* text : {"a", "7", "true", "null", "", "é", "\x01", "\"\\\n'%_"}) {
             for (const auto& path : {JsonPath{}, JsonPath{"a"}, JsonPath{"a", "b"}})
               check.check(text_at(op, path, text));
           }
         }
       }},

      {"A number inside JSON is not the text of its digits",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto with = [](std::uint32_t number, const char* json) {
           return specimen(number, [&](Specimen& s) { s.remarks = Json::from_canonical(json); });
         };
         store.here->add(with(1, R"({"a":7})"), with(2, R"({"a":"7"})"), specimen(3));
         const auto seven = text_at(Operator::equal, {"a"}, "7");
         CHECK(store.here->numbers(seven) == Numbers{2});
         CHECK(store.here->numbers(!seven) == Numbers{1, 3});
         const auto missing = is_null(json_text(f<&Specimen::remarks>, "a"));
         CHECK(store.here->numbers(missing) == Numbers{1, 3});
         CHECK(store.here->numbers(!missing) == Numbers{2});
       }},

      {"Texts inside JSON begin with, contain and ignore case as columns do",
       [](StorageFixture& fixture) {
         auto check = detail::inside_json_check(fixture);
         for (const auto op : {Operator::starts_with,
                               Operator::contains,
                               Operator::equal_ignoring_case,
                               Operator::contains_ignoring_case}) {
           for (const auto* text : {"a", "A", "É", "", "%", "'"})
             check.check(text_at(op, {"a"}, text));
         }
         check.check(expr::at_path({"a"}, expr::is_null(field_info<&Specimen::remarks>())));
         check.check(expr::at_path({"a"},
                                   expr::in(field_info<&Specimen::remarks>(),
                                            {std::string{"b"}, std::string{"7"}, Value{}})));
       }},

      {"A list has an element that is a text",
       [](StorageFixture& fixture) {
         auto check = detail::inside_json_check(fixture);
         for (const auto* text : {"a", "A", "1", "true", "null", ""})
           check.check(element_at({}, text_at(Operator::equal, {}, text)));
         check.check(element_at({}, text_at(Operator::not_equal, {}, "a")));
         check.check(element_at({}, !text_at(Operator::equal, {}, "a")));
         check.check(element_at({}, expr::always()));
         check.check(element_at({"a"}, text_at(Operator::equal, {}, "a")));
       }},

      {"One element of a list satisfies a whole condition",
       [](StorageFixture& fixture) {
         auto check = detail::inside_json_check(fixture);
         const auto is_a = [](const char* name) { return text_at(Operator::equal, {name}, "a"); };
         check.check(element_at({"a"}, is_a("b") && is_a("c")));
         check.check(element_at({"a"}, is_a("b")) && element_at({"a"}, is_a("c")));
         check.check(element_at({"a"}, is_a("b") || !is_a("c")));
         check.check(element_at({}, element_at({}, text_at(Operator::equal, {}, "a"))));
       }},

      {"JSON that tells of a NUL is not looked into, beside whatever it stands",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1, [](Specimen& s) {
           s.text = "x";
           s.remarks = Json::from_canonical(R"({"a":"a","z":"\u0000"})");
         }));
         const auto inside = text_at(Operator::equal, {"a"}, "a");
         CHECK(store.here->numbers(inside).empty());
         CHECK(store.here->numbers(!inside) == Numbers{1});
         CHECK(store.here->numbers(inside || f<&Specimen::text> == "x") == Numbers{1});
         CHECK(store.here->numbers(f<&Specimen::text> == "x" || inside) == Numbers{1});
         CHECK(store.here->numbers(!element_at({"a"}, inside)) == Numbers{1});
       }},

      {"Only JSON is looked into, along paths that every engine reads alike",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto refused = [&](const Expr& condition) {
           return error_of([&] { store.here->numbers(condition); }).code() == ErrorCode::internal;
         };
         CHECK(refused(expr::at_path({"a"}, f<&Specimen::text> == "x")));
         for (const auto* name : {"", "0", "a'b", "a\"b", "a.b", "[0]", "$"})
           CHECK(refused(text_at(Operator::equal, {name}, "a")));
         CHECK(refused(element_at({}, f<&Specimen::remarks> == Json{})));
       }},
  };
}

}  // namespace salus::testing

#pragma once

/// Conformance: beginnings and parts of texts, byte for byte, and equality without ASCII case.

#include <string>

#include "salus/testing/conformance/comparing.hpp"

namespace salus::testing {

namespace detail {

inline std::vector<std::string> texts_to_search() {
  return {"",
          "a",
          "A",
          "ab",
          "aB",
          "abc",
          "b",
          "%",
          "a%b",
          "a_b",
          "axb",
          "_",
          "\\",
          "a\\%b",
          "[a]",
          "*",
          "a*",
          "a?",
          "?",
          "'",
          "a'b",
          "\x7F",
          "a\x7F",
          "a\x7F\x7F",
          "straße",
          "STRASSE",
          "É",
          "é",
          "e\xCC\x81",
          "K",
          "k",
          "\xE2\x84\xAA" /* Kelvin sign */,
          "İ",
          "i",
          "I",
          "ı",
          "😀",
          "a😀",
          "\xF4\x8F\xBF\xBF" /* U+10FFFF */,
          "a\xF4\x8F\xBF\xBF",
          "a\xF4\x8F\xBF\xBFz",
          "\xEE\x80\x80" /* U+E000 */,
          "\xED\x9F\xBF" /* U+D7FF */,
          " a",
          "a ",
          "a\nb"};
}

inline std::vector<Value> as_values(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

inline void check_search(StorageFixture& fixture, const FieldInfo& column, Operator op) {
  ComparisonCheck{fixture, column, as_values(texts_to_search())}.check({op});
}

/// A parameter that is not UTF-8 is refused, or means its bytes; but no other rows are found.
inline void check_ill_formed(StorageFixture& fixture, Operator op, std::string parameter) {
  ComparisonCheck check{fixture, field_info<&Specimen::group>(), as_values(texts_to_search())};
  try {
    check.check(expr::compare(op, field_info<&Specimen::group>(), std::move(parameter)));
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::invalid_input);
  }
}

}  // namespace detail

inline ConformanceTests searching_tests() {
  return {
      {"A text begins with a prefix, byte for byte",
       [](StorageFixture& fixture) {
         detail::check_search(fixture, field_info<&Specimen::note>(), Operator::starts_with);
       }},

      {"A prefix is found through an index too",
       [](StorageFixture& fixture) {
         detail::check_search(fixture, field_info<&Specimen::group>(), Operator::starts_with);
       }},

      {"A text contains a part, byte for byte",
       [](StorageFixture& fixture) {
         detail::check_search(fixture, field_info<&Specimen::note>(), Operator::contains);
       }},

      {"Texts are equal without regard to the case of ASCII letters, and of no others",
       [](StorageFixture& fixture) {
         detail::check_search(
             fixture, field_info<&Specimen::note>(), Operator::equal_ignoring_case);
       }},

      {"A text contains a part without regard to the case of ASCII letters, and of no others",
       [](StorageFixture& fixture) {
         detail::check_search(
             fixture, field_info<&Specimen::note>(), Operator::contains_ignoring_case);
       }},

      {"Equality without case is found through a unique index too",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(specimen(1, [](Specimen& s) { s.alias = "Ada@Example.org"; }),
                         specimen(2, [](Specimen& s) { s.alias = "É"; }),
                         specimen(3));
         CHECK(store.here->numbers(equals_ignoring_case(f<&Specimen::alias>, "aDA@eXAMPLE.ORG")) ==
               Numbers{1});
         CHECK(store.here->numbers(equals_ignoring_case(f<&Specimen::alias>, "é")).empty());
         CHECK(store.here->numbers(f<&Specimen::alias> == "ada@example.org").empty());
       }},

      {"A prefix that ends inside a character or in the byte FF finds nothing wrong",
       [](StorageFixture& fixture) {
         for (const auto* prefix : {"\xFF", "a\xFF", "\xC3", "\xF4\x8F\xBF", "\xFF\xFF"}) {
           detail::check_ill_formed(fixture, Operator::starts_with, prefix);
         }
       }},

      {"A part that begins inside a character finds nothing wrong",
       [](StorageFixture& fixture) {
         detail::check_ill_formed(fixture, Operator::contains, "\x9F");
       }},

      {"A part is found at the end of a megabyte",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         store.here->add(
             specimen(1, [](Specimen& s) { s.text = std::string(1'000'000, 'x') + "needle"; }),
             specimen(2, [](Specimen& s) { s.text = std::string(1'000'000, 'x'); }));
         CHECK(store.here->numbers(contains(f<&Specimen::text>, "xneedle")) == Numbers{1});
         CHECK(store.here->numbers(starts_with(f<&Specimen::text>, std::string(900'000, 'x'))) ==
               Numbers{1, 2});
         CHECK(store.here->numbers(starts_with(f<&Specimen::text>, std::string(1'000'001, 'x')))
                   .empty());
       }},
  };
}

}  // namespace salus::testing

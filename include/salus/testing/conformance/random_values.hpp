#pragma once

/// Values for random programs: few of each type, so that they meet, and awkward ones among them.

#include <string>
#include <vector>

#include "salus/query/expr.hpp"
#include "salus/testing/conformance/tenant.hpp"
#include "salus/testing/seeded_random.hpp"

namespace salus::testing::random {

/// How many rows of an entity have different ids.
inline constexpr std::uint32_t id_count = 40;

/// The specimens 1 … that every world begins with, and that are never removed.
inline constexpr std::uint32_t first_specimens = 10;

inline const std::vector<std::string>& texts() {
  static const std::vector<std::string> pool{"",
                                             "a",
                                             "A",
                                             "ab",
                                             "aB",
                                             "a%",
                                             "%",
                                             "_",
                                             "a_b",
                                             "b ",
                                             "é",
                                             "É",
                                             "e\xCC\x81",
                                             "😀",
                                             "\xEF\xBF\xBD",
                                             "\xF4\x8F\xBF\xBF",
                                             "10",
                                             "9",
                                             "'",
                                             "\\"};
  return pool;
}

inline const std::vector<Timestamp>& moments() {
  static const std::vector<Timestamp> pool{Timestamp{},
                                           Timestamp{std::chrono::microseconds{-1}},
                                           moment("2024-05-01"),
                                           moment("2024-05-01T00:00:00.000001Z"),
                                           moment("0001-01-01"),
                                           moment("9999-12-31T23:59:59.999999Z")};
  return pool;
}

inline Value number(SeededRandom& random) {
  static const std::vector<double> pool{0.0, -1.5, 0.1, 1e300, 3.0};
  return random.pick(pool);
}

inline Value bytes(SeededRandom& random) {
  static const std::vector<std::string> pool{"", std::string{"\0", 1}, "a", "\xFF"};
  return Bytes{random.pick(pool)};
}

inline Value json(SeededRandom& random) {
  static const std::vector<std::string> pool{"null",
                                             "[]",
                                             R"({"a":1})",
                                             R"({"a":1.0})",
                                             "\"a\"",
                                             "1",
                                             R"(["a","B",1,true,null,["a"],{"a":"b"}])",
                                             R"({"a":"a","b":{"a":"B"}})",
                                             R"({"a":["a",{"a":"é"}],"b":"\"\\\n"})",
                                             R"({"a":"a","z":"\u0000"})",
                                             R"({"a":"\\u0000"})"};
  return random.pick(pool);
}

/// A place inside JSON; mostly one that some value above has.
inline JsonPath json_path(SeededRandom& random) {
  static const std::vector<JsonPath> pool{{}, {"a"}, {"b"}, {"b", "a"}, {"a", "a"}, {"null"}};
  return random.pick(pool);
}

/// A text that may stand inside JSON.
inline Value json_string(SeededRandom& random) {
  static const std::vector<std::string> pool{
      "", "a", "A", "B", "b", "é", "\"\\\n", "1", "true", "\\u0000"};
  return random.pick(pool);
}

inline Value date(SeededRandom& random) { return date_of(random.pick(moments())); }

inline Value integer(SeededRandom& random) {
  return random.percent(5) ? INT64_MIN : static_cast<std::int64_t>(random.below(5)) - 1;
}

inline Value uuid(SeededRandom& random) {
  return numbered_uuid(1 + static_cast<std::uint32_t>(random.below(id_count)));
}

/// A value that the column can hold; never a missing one.
inline Value value_for(SeededRandom& random, const FieldInfo& column) {
  switch (column.type) {
    case FieldType::boolean:
      return random.percent(50);
    case FieldType::integer:
      return integer(random);
    case FieldType::number:
      return number(random);
    case FieldType::text:
      return random.pick(texts());
    case FieldType::bytes:
      return bytes(random);
    case FieldType::uuid:
      return uuid(random);
    case FieldType::timestamp:
      return random.pick(moments());
    case FieldType::date:
      return date(random);
    case FieldType::json:
      return json(random);
    case FieldType::choice:
      return std::string{random.pick(column.choices)};
  }
  return {};
}

/// A value that the column can hold; a missing one if it can be.
inline Value value_or_none(SeededRandom& random, const FieldInfo& column) {
  return column.nullable && random.percent(35) ? Value{} : value_for(random, column);
}

}  // namespace salus::testing::random

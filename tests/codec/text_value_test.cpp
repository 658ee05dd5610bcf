#include "salus/codec/text_value.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>

#include "salus/codec/json_writer.hpp"

#include "codec/specimen.hpp"

namespace {

using namespace salus;

/// The value as JSON, or what is wrong.
std::string outcome(FieldType type, std::string_view text) {
  std::string out;
  const auto value = parse_value(type, {}, text, out);
  if (value) append_json(out, borrow(*value), type);
  return out;
}

}  // namespace

TEST_CASE("Text becomes a value of the wanted type") {
  CHECK(outcome(FieldType::text, " Ana ") == "\"Ana\"");
  CHECK(outcome(FieldType::boolean, "Yes") == "true");
  CHECK(outcome(FieldType::integer, "42") == "42");
  CHECK(outcome(FieldType::number, "4.25") == "4.25");
  CHECK(outcome(FieldType::date, "1980-02-29") == "\"1980-02-29\"");
  CHECK(outcome(FieldType::date, "02/29/1980") == "\"1980-02-29\"");
  CHECK(outcome(FieldType::timestamp, "2032-03-10T10:00+02:00") == "\"2032-03-10T08:00:00Z\"");
  CHECK(outcome(FieldType::uuid, "0190a5b0-0000-7000-8000-000000000001") ==
        "\"0190a5b0-0000-7000-8000-000000000001\"");
  CHECK(outcome(FieldType::json, "{ \"a\" : 1 }") == "{\"a\":1}");
}

TEST_CASE("Text that is no value is answered with what to enter") {
  CHECK(outcome(FieldType::text, std::string_view{"\0", 1}) == "Null characters are not allowed.");
  CHECK(outcome(FieldType::text, "\xff") == "Not a valid string.");
  CHECK(outcome(FieldType::boolean, "perhaps") == "Must be a valid boolean.");
  CHECK(outcome(FieldType::integer, "4.2") == "Enter a whole number.");
  CHECK(outcome(FieldType::number, "x") == "Enter a number.");
  CHECK(outcome(FieldType::date, "29-02-1980") == "Enter a valid date.");
  CHECK(outcome(FieldType::date, "02/30/1980") == "Enter a valid date.");
  CHECK(outcome(FieldType::date, "29/02/1980") == "Enter a valid date.");
  CHECK(outcome(FieldType::timestamp, "now") == "Enter a valid date/time.");
  CHECK(outcome(FieldType::uuid, "abc") == "Enter a valid UUID.");
  CHECK(outcome(FieldType::json, "{") == "Enter a valid JSON.");
  CHECK(outcome(FieldType::bytes, "AAAA") == "Bytes have no form as text.");
}

TEST_CASE("A choice is taken from the field's list") {
  std::string problem;
  CHECK(parse_value(field_info<&Specimen::quality>(), "poor", problem) ==
        Value{std::string{"poor"}});
  CHECK_FALSE(parse_value(field_info<&Specimen::quality>(), "gone", problem));
  CHECK(problem == "Select a valid choice. gone is not one of the available choices.");
}

TEST_CASE("A moment without a zone is read by the clock that is passed in") {
  std::string problem;
  const auto value =
      parse_value(field_info<&Specimen::taken_at>(), "1970-01-01T02:00", problem, [](auto local) {
        return Timestamp{local.time_since_epoch()} - std::chrono::hours{2};
      });
  CHECK(value == Value{Timestamp{}});
}

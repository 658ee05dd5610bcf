#include "salus/codec/json_writer.hpp"

#include <limits>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "codec/specimen.hpp"

namespace {

using namespace salus;

std::string written(const Cell& cell, FieldType type) {
  std::string out;
  append_json(out, cell, type);
  return out;
}

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

/// The cells of a row that was made at the epoch.
std::vector<Cell> row_of(const std::vector<Value>& values) {
  std::vector<Cell> row;
  const auto& table = entity_info<Specimen>();
  for (const auto& value : values) row.push_back(borrow(value));
  row.resize(table.columns.size());
  row[table.created_at().position] = Timestamp{};
  row[table.updated_at().position] = Timestamp{std::chrono::milliseconds{1500}};
  return row;
}

std::string written(const Specimen& object, FieldMask readable) {
  std::string out;
  append_json(out, entity_info<Specimen>(), row_of(values_of(object)), readable);
  return out;
}

}  // namespace

TEST_CASE("Values are written in the form of their type") {
  CHECK(written(true, FieldType::boolean) == "true");
  CHECK(written(std::int64_t{-7}, FieldType::integer) == "-7");
  CHECK(written(0.1, FieldType::number) == "0.1");
  CHECK(written(std::string_view{"a\"b"}, FieldType::text) == R"("a\"b")");
  CHECK(written(std::string_view{R"({"a":1})"}, FieldType::json) == R"({"a":1})");
  CHECK(written(Timestamp{std::chrono::microseconds{1}}, FieldType::timestamp) ==
        R"("1970-01-01T00:00:00.000001Z")");
  CHECK(written(Date{}, FieldType::date) == R"("1970-01-01")");
  CHECK(written(Uuid{}, FieldType::uuid) == R"("00000000-0000-0000-0000-000000000000")");
}

TEST_CASE("A missing value and a number that is none are null") {
  CHECK(written(Null{}, FieldType::text) == "null");
  CHECK(written(std::numeric_limits<double>::infinity(), FieldType::number) == "null");
  CHECK(written(std::numeric_limits<double>::quiet_NaN(), FieldType::number) == "null");
}

TEST_CASE("Bytes are written in base64") {
  CHECK(written(BytesView{""}, FieldType::bytes) == R"("")");
  CHECK(written(BytesView{"f"}, FieldType::bytes) == R"("Zg==")");
  CHECK(written(BytesView{"fo"}, FieldType::bytes) == R"("Zm8=")");
  CHECK(written(BytesView{"foo"}, FieldType::bytes) == R"("Zm9v")");
  CHECK(written(BytesView{"\xff\xfe"}, FieldType::bytes) == R"("//4=")");
}

TEST_CASE("Strings escape quotes, backslashes and control characters, and nothing else") {
  CHECK(quoted("") == R"("")");
  CHECK(quoted("é😀/\x7f") == "\"é😀/\x7f\"");
  CHECK(quoted(std::string_view{"\0a\x1f\n\t\"\\", 7}) == R"("\u0000a\u001f\n\t\"\\")");
}

TEST_CASE("A row is an object in the table's order, then its times, without what is write-only") {
  Specimen object;
  object.name = "Blood";
  object.secret_code = "never shown";
  object.image = {"foo"};
  CHECK(
      written(object, FieldMask::all()) ==
      R"({"id":"00000000-0000-0000-0000-000000000000","name":"Blood","note":null,"email":null,"sterile":null,)"
      R"("urgent":false,"count":0,"volume":0,"dilution":null,"parent":"00000000-0000-0000-0000-000000000000",)"
      R"("twin":null,"batch":"00000000-0000-0000-0000-000000000000","taken_at":"1970-01-01T00:00:00Z",)"
      R"("expires_on":null,"taken_on":"1970-01-01","data":null,"extra":null,"quality":"good",)"
      R"("former_quality":null,"image":"Zm9v","lab_number":"","created_at":"1970-01-01T00:00:00Z",)"
      R"("updated_at":"1970-01-01T00:00:01.500000Z"})");
}

TEST_CASE("A field outside the mask leaves no trace") {
  FieldMask readable;
  readable.add(field_info<&Specimen::quality>());
  CHECK(
      written({.note = "hidden"}, readable) ==
      R"({"quality":"good","created_at":"1970-01-01T00:00:00Z","updated_at":"1970-01-01T00:00:01.500000Z"})");
}

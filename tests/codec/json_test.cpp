#include "salus/codec/json.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "salus/core/error.hpp"

#include "codec/shared_data.hpp"

namespace {

using namespace salus;

std::string canonical(std::string_view text) { return parse_json(text).text(); }

bool parses(std::string_view text) {
  try {
    parse_json(text);
    return true;
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::invalid_input);
    CHECK(std::string_view{error.what()}.starts_with("JSON parse error - "));
    return false;
  }
}

std::string message_of(std::string_view text) {
  try {
    parse_json(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string nested(int levels) {
  const auto count = static_cast<std::size_t>(levels);
  return std::string(count, '[') + std::string(count, ']');
}

}  // namespace

TEST_CASE("Canonical JSON has sorted keys and no white space") {
  CHECK(canonical(R"( { "b" : [ 1 , true , null ] , "a" : { } , "aa" : "x" } )") ==
        R"({"a":{},"aa":"x","b":[1,true,null]})");
}

TEST_CASE("Of members with one key the last one is kept") {
  CHECK(canonical(R"({"a":1,"b":2,"a":3,"a":{"c":1,"c":2}})") == R"({"a":{"c":2},"b":2})");
}

TEST_CASE("Numbers keep the text they were written with") {
  const std::string numbers =
      "[12345678901234567890,1.10,-0,1E5,0.1000000000000000055511151231257827,-0.0e-3]";
  CHECK(canonical(numbers) == numbers);
}

TEST_CASE("Numbers that no double can hold are refused") {
  CHECK_FALSE(parses("1e400"));
  CHECK_FALSE(parses("-" + std::string(400, '9')));
  CHECK(parses("1e308"));
}

TEST_CASE("Strings are written with the necessary escapes alone") {
  CHECK(canonical(R"("\u0041\/\ud83d\ude00\u00e9\u2028")") == "\"A/😀é\u2028\"");
  CHECK(canonical(R"("\"\\\b\f\n\r\t\u0000\u001F\u007f")") ==
        "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\"");
}

TEST_CASE("Sixty-four levels are read and sixty-five are not") {
  CHECK(parses(nested(64)));
  CHECK_FALSE(parses(nested(65)));
  CHECK_FALSE(parses(nested(100'000)));
  CHECK_FALSE(parses(std::string(100'000, '[')));
}

TEST_CASE("What is not strict JSON is refused") {
  const auto text = GENERATE(as<std::string>{},
                             "",
                             " ",
                             "\xEF\xBB\xBF{}",
                             "NaN",
                             "Infinity",
                             "-",
                             "+1",
                             "01",
                             "1.",
                             ".5",
                             "1e",
                             "{} x",
                             "[1,]",
                             "{\"a\":1,}",
                             "{'a':1}",
                             "\"\xff\"",
                             "\"\xed\xa0\x80\"",
                             "\"\\ud800\"",
                             "\"\\udc00\\ud800\"",
                             "\"\\x\"",
                             "\"\\u12g4\"",
                             "\"a\nb\"",
                             "tru",
                             "{\"a\" 1}",
                             "/**/1");
  CAPTURE(text);
  CHECK_FALSE(parses(text));
}

TEST_CASE("A parse error says where it is and repeats nothing") {
  CHECK(message_of("{\n \"name\": secret}") ==
        "JSON parse error - Expecting value: line 2 column 10 (char 11)");
  CHECK(message_of("{\"name\": ") ==
        "JSON parse error - Expecting value: line 1 column 10 (char 9)");
}

TEST_CASE("The JSON test suite is read as it demands") {
  for (const auto& entry :
       std::filesystem::directory_iterator{test::shared_data("json/JSONTestSuite/test_parsing")}) {
    const auto name = entry.path().filename().string();
    CAPTURE(name);
    const auto text = test::read_file(entry.path());
    const bool good = parses(text);
    if (name.starts_with("y_")) CHECK(good);
    if (name.starts_with("n_")) CHECK_FALSE(good);
    if (!good) continue;
    CHECK(canonical(canonical(text)) == canonical(text));
    CHECK(nlohmann::json::parse(canonical(text)) == nlohmann::json::parse(text));
  }
}

TEST_CASE("Texts that transform are canonical after one reading") {
  for (const auto& entry : std::filesystem::directory_iterator{
           test::shared_data("json/JSONTestSuite/test_transform")}) {
    const auto text = test::read_file(entry.path());
    CAPTURE(entry.path().filename().string());
    if (parses(text)) CHECK(canonical(canonical(text)) == canonical(text));
  }
}

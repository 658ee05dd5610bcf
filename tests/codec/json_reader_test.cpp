#include "salus/codec/json_reader.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>

#include "salus/codec/json_writer.hpp"
#include "salus/core/error.hpp"
#include "salus/schema/validation.hpp"

#include "codec/shared_data.hpp"
#include "codec/specimen.hpp"

namespace {

using namespace salus;

constexpr const EntityInfo& specimen = entity_info<Specimen>();

/// What became of one body: what was given, as JSON, or what is wrong.
std::string outcome(std::string_view body, const LocalTimeReader& local_time = {}) {
  Issues issues;
  const auto patch = read_patch(specimen, body, issues, local_time);
  std::string given;
  for (const auto& field : specimen.fields()) {
    if (!patch.gives(field)) continue;
    CHECK_FALSE(issues.mentions(field.name));
    if (!given.empty()) given += ", ";
    given += std::string{field.name} + " = ";
    append_json(given, borrow(patch.value(field)), field.type);
  }
  return issues.empty() ? given : issues.summary();
}

constexpr std::string_view wrong_date =
    "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";
constexpr std::string_view wrong_time =
    "Datetime has wrong format. Use one of these formats instead: "
    "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";

std::string field_outcome(std::string_view field, std::string_view value) {
  auto text = outcome("{\"" + std::string{field} + "\":" + std::string{value} + "}");
  for (const auto* separator : {" = ", ": "}) {
    if (text.starts_with(std::string{field} + separator))
      return text.substr(field.size() + std::string_view{separator}.size());
  }
  return text;
}

}  // namespace

TEST_CASE("What is given is in the patch and nothing else") {
  CHECK(outcome(R"({"name":"Blood","volume":2.5})") == R"(name = "Blood", volume = 2.5)");
  CHECK(outcome("{}").empty());
  CHECK(outcome("").empty());
}

TEST_CASE("Unknown, read-only and write-only keys are ignored, whatever they hold") {
  CHECK(
      outcome(
          R"({"nickname":1,"id":"x","lab_number":[],"secret_code":"s","created_at":7,"version":"\ud800"})")
          .empty());
}

TEST_CASE("A body that is no object is one issue") {
  CHECK(outcome("[1]") == "non_field_errors: Invalid data. Expected a dictionary, but got list.");
  CHECK(outcome("\"x\"") == "non_field_errors: Invalid data. Expected a dictionary, but got str.");
  CHECK(outcome("1") == "non_field_errors: Invalid data. Expected a dictionary, but got int.");
  CHECK(outcome("1.0") == "non_field_errors: Invalid data. Expected a dictionary, but got float.");
  CHECK(outcome("true") == "non_field_errors: Invalid data. Expected a dictionary, but got bool.");
  CHECK(outcome("null") == "non_field_errors: No data provided");
}

TEST_CASE("What is no JSON is an error, not an issue") { CHECK_THROWS_AS(outcome("{"), Error); }

TEST_CASE("Text is trimmed and numbers become text") {
  CHECK(field_outcome("name", R"("\u00a0 Blood\t\u3000")") == "\"Blood\"");
  CHECK(field_outcome("name", "7") == "\"7\"");
  CHECK(field_outcome("name", "1.5") == "\"1.5\"");
  CHECK(field_outcome("note", R"("")") == "\"\"");
  for (const auto* wrong : {"true", "[]", "{}"})
    CHECK(field_outcome("name", wrong) == "Not a valid string.");
}

TEST_CASE("The rules of a text are judged at once") {
  CHECK(field_outcome("name", R"(" \t ")") == "This field may not be blank.");
  CHECK(field_outcome("name", "null") == "This field may not be null.");
  CHECK(field_outcome("name", R"("a\u0000b")") == "Null characters are not allowed.");
  CHECK(field_outcome("name", R"("A\ud800B")") == "Surrogate characters are not allowed: U+D800.");
  CHECK(field_outcome("name", R"("123456789012345678901")") ==
        "Ensure this field has no more than 20 characters.");
  CHECK(field_outcome("email", "7") == "Enter a valid email address.");
  CHECK(outcome(R"({"email":"a\u0000@x.org","name":""})") ==
        "name: This field may not be blank.; email: Null characters are not allowed.; "
        "email: Enter a valid email address.");
}

TEST_CASE("Booleans are read as JSON, as words in any case, and as one and zero") {
  for (const auto* truth : {"true", "\"True\"", "\" YES\"", "\"on\"", "\"1\"", "1", "1.0"}) {
    CHECK(field_outcome("urgent", truth) == "true");
  }
  for (const auto* falsehood : {"false", "\"FALSE\"", "\"no\"", "\"Off\"", "\"0\"", "0", "-0.0"}) {
    CHECK(field_outcome("urgent", falsehood) == "false");
  }
  for (const auto* wrong : {"\"perhaps\"", "2", "[]", "\"\"", "\"null\""}) {
    CHECK(field_outcome("urgent", wrong) == "Must be a valid boolean.");
  }
  CHECK(field_outcome("urgent", "null") == "This field may not be null.");
  CHECK(field_outcome("sterile", "\"null\"") == "null");
  CHECK(field_outcome("sterile", "\"\"") == "null");
}

TEST_CASE("Integers may be written as text or with a zero fraction") {
  CHECK(field_outcome("count", "7") == "7");
  CHECK(field_outcome("count", "7.0") == "7");
  CHECK(field_outcome("count", "\" +7.000 \"") == "7");
  CHECK(field_outcome("count", "-9223372036854775808") == "-9223372036854775808");
  for (const auto* wrong :
       {"7.5", "\"\"", "true", "9223372036854775808", "\"0x7\"", "\"+-7\"", "[7]", "\".\""}) {
    CAPTURE(wrong);
    CHECK(field_outcome("count", wrong) == "A valid integer is required.");
  }
}

TEST_CASE("Numbers may be written as text, and are finite") {
  CHECK(field_outcome("volume", "7") == "7");
  CHECK(field_outcome("volume", "\" 2E+1 \"") == "20");
  for (const auto* wrong : {"\"nan\"", "\"inf\"", "\"1e999\"", "\"\"", "true", "{}", "\"1,5\""}) {
    CAPTURE(wrong);
    CHECK(field_outcome("volume", wrong) == "A valid number is required.");
  }
  CHECK(field_outcome("dilution", "\" \"") == "null");
}

TEST_CASE("Dates are calendar days in ISO 8601") {
  CHECK(field_outcome("taken_on", "\"1980-02-29\"") == "\"1980-02-29\"");
  CHECK(field_outcome("taken_on", "\"19800229\"") == "\"1980-02-29\"");
  CHECK(field_outcome("taken_on", "\"1980-2-1\"") == "\"1980-02-01\"");
  for (const auto* wrong : {"\"1981-02-29\"",
                            "\"29/02/1980\"",
                            "\"02/29/1980\"",
                            "\"1980-W05-1\"",
                            "\"0000-01-01\"",
                            "\"\"",
                            "\"10000-01-01\"",
                            "\"1980-02-29T10:00\"",
                            "\" 1980-02-29\"",
                            "19800229",
                            "true"}) {
    CAPTURE(wrong);
    CHECK(field_outcome("taken_on", wrong) == wrong_date);
  }
  CHECK(field_outcome("expires_on", "null") == "null");
  CHECK(field_outcome("expires_on", "\"\"") == wrong_date);
}

TEST_CASE("Moments are brought to UTC") {
  CHECK(field_outcome("taken_at", "\"2032-03-01T23:30:00+05:30\"") == "\"2032-03-01T18:00:00Z\"");
  CHECK(field_outcome("taken_at", "\"20320310T1000\"") == "\"2032-03-10T10:00:00Z\"");
  CHECK(field_outcome("taken_at", "\"2032-03-10 10\"") == "\"2032-03-10T10:00:00Z\"");
  CHECK(field_outcome("taken_at", "\"2032-03-10\"") == "\"2032-03-10T00:00:00Z\"");
  for (const auto* wrong : {"\"tomorrow\"",
                            "1700000000",
                            "[]",
                            "\"\"",
                            "\"2032-02-30T10:00:00Z\"",
                            "\"2032-03-10T24:00\"",
                            "\"2018-08-16 22:00-24:00\"",
                            "\"0001-01-01T00:00+01:00\"",
                            "\"9999-12-31T23:30-01:00\""}) {
    CAPTURE(wrong);
    CHECK(field_outcome("taken_at", wrong) == wrong_time);
  }
}

TEST_CASE("A moment without a zone is what the organization's clock says") {
  const LocalTimeReader an_hour_east = [](auto local) {
    return Timestamp{local.time_since_epoch()} - std::chrono::hours{1};
  };
  CHECK(outcome(R"({"taken_at":"2032-03-10T10:00"})", an_hour_east) ==
        R"(taken_at = "2032-03-10T09:00:00Z")");
  CHECK(outcome(R"({"taken_at":"2032-03-10"})", an_hour_east) ==
        R"(taken_at = "2032-03-09T23:00:00Z")");
  CHECK(outcome(R"({"taken_at":"2032-03-10T10:00Z"})", an_hour_east) ==
        R"(taken_at = "2032-03-10T10:00:00Z")");
  CHECK(outcome(R"({"taken_at":"2032-03-10T10:00-02"})", an_hour_east) ==
        R"(taken_at = "2032-03-10T12:00:00Z")");
}

TEST_CASE("References are UUIDs, and a wrong one hears why") {
  const std::string id = "\"0190a5b0-0000-7000-8000-000000000001\"";
  CHECK(field_outcome("parent", id) == id);
  CHECK(field_outcome("parent", "\"0190A5B0000070008000000000000001\"") == id);
  CHECK(field_outcome("parent", "\"{0190a5b0-0000-7000-8000-000000000001}\"") == id);
  CHECK(field_outcome("parent", "\"abc\"") == "“abc” is not a valid UUID.");
  CHECK(field_outcome("parent", "1.5") == "“1.5” is not a valid UUID.");
  CHECK(field_outcome("parent", "42") == "Invalid pk \"42\" - object does not exist.");
  CHECK(field_outcome("parent", "true") == "Incorrect type. Expected pk value, received bool.");
  CHECK(field_outcome("parent", "[1]") == "Incorrect type. Expected pk value, received list.");
  CHECK(field_outcome("parent", "{}") == "Incorrect type. Expected pk value, received dict.");
  CHECK(field_outcome("parent", "\"\"") == "This field may not be null.");
  CHECK(field_outcome("parent", "null") == "This field may not be null.");
  CHECK(field_outcome("twin", "\"\"") == "null");
}

TEST_CASE("Choices are words of the list, exactly") {
  CHECK(field_outcome("quality", "\"poor\"") == "\"poor\"");
  CHECK(field_outcome("quality", "\"Poor\"") == "\"Poor\" is not a valid choice.");
  CHECK(field_outcome("quality", "\"\"") == "\"\" is not a valid choice.");
  CHECK(field_outcome("quality", "true") == "\"True\" is not a valid choice.");
  CHECK(field_outcome("quality", "7") == "\"7\" is not a valid choice.");
  CHECK(field_outcome("quality", "null") == "This field may not be null.");
  CHECK(field_outcome("former_quality", "\"\"") == "null");
}

TEST_CASE("JSON fields take any value and make it canonical") {
  CHECK(field_outcome("data", R"({"b":[12345678901234567890,1.10],"a":null})") ==
        R"({"a":null,"b":[12345678901234567890,1.10]})");
  CHECK(field_outcome("data", "null") == "null");
  CHECK(field_outcome("data", "\" x \"") == "\" x \"");
  CHECK(field_outcome("extra", "null") == "null");
}

TEST_CASE("JSON fields take neither NUL nor surrogates, however deep") {
  CHECK(field_outcome("data", R"([{"a":"\u0000"}])") == "Null characters are not allowed.");
  CHECK(field_outcome("data", R"([{"\u0000":1}])") == "Null characters are not allowed.");
  CHECK(field_outcome("data", R"([{"a":"\udfff"}])") ==
        "Surrogate characters are not allowed: U+DFFF.");
}

TEST_CASE("Bytes have no form on the wire") {
  CHECK(field_outcome("image", "\"Zm9v\"") == "Not a valid string.");
}

TEST_CASE("Naughty strings come back unchanged") {
  for (const auto& string : test::shared_json("strings/blns-even.json")) {
    const auto text = string.get<std::string>();
    CAPTURE(text);
    Issues issues;
    const auto body = nlohmann::json{{"note", text}, {"data", {{text, text}}}}.dump();
    const auto patch = read_patch(specimen, body, issues);
    REQUIRE(issues.empty());
    std::string note;
    append_json(note, borrow(patch.value(field_info<&Specimen::note>())), FieldType::text);
    CHECK(nlohmann::json::parse(note) == detail::trimmed(text));
    const auto& data = std::get<std::string>(patch.value(field_info<&Specimen::data>()));
    CHECK(nlohmann::json::parse(data) == nlohmann::json{{text, text}});
  }
}

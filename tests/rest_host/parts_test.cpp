/// The small parts of the Api, each by itself.

#include <array>

#include <catch2/catch_test_macros.hpp>

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/nearest_name.hpp"
#include "rest_host/api/negotiation.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/url.hpp"
#include "rest_host/http/request_log.hpp"

using namespace salus;
using namespace salus::rest;

TEST_CASE("a query is decoded once") {
  const auto parameters = parse_parameters("a=1+2&b=%C3%A9&&c&d=%2541&e=%zz&a=3");
  CHECK(find_parameter(parameters, "a") == "3");
  CHECK(find_parameter(parameters, "b") == "é");
  CHECK(find_parameter(parameters, "c") == "");
  CHECK(find_parameter(parameters, "d") == "%41");
  CHECK(find_parameter(parameters, "e") == "%zz");
  CHECK_FALSE(find_parameter(parameters, "f"));
}

TEST_CASE("parameters are encoded as Python's urlencode does") {
  CHECK(encode_parameters({{"b", "a &/é~"}, {"a", ""}, {"b", "x*"}}) ==
        "a=&b=a+%26%2F%C3%A9~&b=x%2A");
  CHECK(encode_parameters({{"b", "a &/é~"}}) == "b=a+%26%2F%C3%A9~");
}

TEST_CASE("a target is a path and a query") {
  const auto target = parse_target("/api/p%61tients/?x=1?2");
  CHECK(target.path == "/api/patients/");
  CHECK(target.raw_path == "/api/p%61tients/");
  CHECK(find_parameter(target.parameters, "x") == "1?2");
}

TEST_CASE("what is no UTF-8 is replaced") {
  CHECK(valid_utf8("a\xFFz") == "a\xEF\xBF\xBDz");
  CHECK(valid_utf8("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(valid_utf8("é😀") == "é😀");
}

TEST_CASE("the nearest name is the fewest edits away") {
  const std::array<std::string_view, 3> known{"specialization", "location", "page_size"};
  CHECK(nearest_name("specialisation", known) == "specialization");
  CHECK(nearest_name("loc", known) == "location");
  CHECK(nearest_name(std::string(100'000, 'x'), known).size() > 0);
}

TEST_CASE("issues of one field stand together") {
  Issues issues;
  issues.add("name", "blank", "One.");
  issues.add("", "unique", "Two.");
  issues.add("name", "max_length", "Three.");
  CHECK(response_of(Error{issues}).body ==
        R"({"name":["One.","Three."],"non_field_errors":["Two."]})");
}

TEST_CASE("every error has its status, and our own faults tell nothing") {
  for (const auto& facts : error_table) {
    const auto response = response_of(Error{facts.code, "Inner detail."});
    CHECK(response.status == facts.http_status);
    if (facts.http_status == 500)
      CHECK(response.body == R"({"detail":"A server error occurred."})");
    if (facts.http_status >= 500) CHECK(response.failure == "Inner detail.");
    CHECK(response.headers.find("Retry-After").has_value() == facts.retryable);
  }
}

TEST_CASE("a log line has no more than the kind of request") {
  const LogEntry entry{.method = "GET /secret",
                       .route = "/api/patients/{id}/",
                       .status = 200,
                       .duration = std::chrono::microseconds{1370},
                       .request_id = "7-1",
                       .failure = {}};
  CHECK(
      to_json(entry, std::chrono::system_clock::time_point{}) ==
      R"({"at":"1970-01-01T00:00:00Z","method":"other","route":"/api/patients/{id}/","status":200,)"
      R"("milliseconds":1.3,"request_id":"7-1"})");
}

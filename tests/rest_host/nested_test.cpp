#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;
using nlohmann::json;

namespace {

Answer patch_doctor(const RestWorld& world, std::string body) {
  return world.call("PATCH", RestWorld::path_of(world.small.ada), world.root(), std::move(body));
}

}  // namespace

TEST_CASE("nested values are coerced as fields are, unknown keys in them are ignored") {
  const RestWorld world;
  const auto answer = patch_doctor(
      world,
      R"({"availability":[{"weekday":"monday","starts":"0900","ends":" 12:30 ","slot_minutes":"20","x":1}],)"
      R"("languages":["en"," de "],"time_off":[{"from":"20261221","to":"2027-01-03"}]})");
  CHECK(answer.status == 200);
  const auto row = answer.json();
  CHECK(row.at("availability") == json::array({{{"weekday", "monday"},
                                                {"starts", "09:00:00"},
                                                {"ends", "12:30:00"},
                                                {"location", nullptr},
                                                {"slot_minutes", 20}}}));
  CHECK(row.at("languages") == json::array({"en", "de"}));
  CHECK(row.at("time_off") ==
        json::array({{{"from", "2026-12-21"}, {"to", "2027-01-03"}, {"reason", nullptr}}}));
}

TEST_CASE("what is wrong in nested values stands at their place in the list") {
  const RestWorld world;
  const auto answer = patch_doctor(
      world,
      R"({"availability":[{"weekday":"monday","starts":"09:00","ends":"12:00"},7,)"
      R"({"weekday":"monday","starts":"09:00","ends":"9:00"},{"weekday":"moonday","ends":"noon"}],)"
      R"("languages":["en","",{}],"time_off":{},"identifiers":null,"name":""})");
  CHECK(answer.status == 400);
  CHECK(answer.json() == json::parse(R"({
          "availability": [
            {},
            {"non_field_errors": ["Invalid data. Expected a dictionary, but got int."]},
            {"ends": ["Hours must end after they start."]},
            {"ends": ["Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]]."],
             "starts": ["This field is required."],
             "weekday": ["\"moonday\" is not a valid choice."]}],
          "languages": {"1": ["This field may not be blank."], "2": ["Not a valid string."]},
          "time_off": {"non_field_errors": ["Expected a list of items but got type \"dict\"."]},
          "identifiers": ["This field may not be null."],
          "name": ["This field may not be blank."]})"));
}

TEST_CASE("a very long list of wrong values is refused without delay") {
  const RestWorld world;
  std::string list = "[1";
  for (int i = 1; i < 100'000; ++i) list += ",1";
  const auto answer = patch_doctor(world, "{\"availability\":" + list + "]}");
  CHECK(answer.status == 400);
  CHECK(answer.json().at("availability").size() == 100'000);
}

TEST_CASE("a free-form field takes any JSON, whatever its usual form is") {
  const RestWorld world;
  for (const auto* any : {"{\"mon\":[\"09:00\"]}", "[1,null]", "\"text\"", "null", "true"}) {
    CAPTURE(any);
    const auto answer = patch_doctor(world, "{\"credentials\":" + std::string{any} + "}");
    CHECK(answer.json().at("credentials") == json::parse(any));
  }
}

TEST_CASE("a name that a client chose is not taken for a path") {
  const RestWorld world;
  const auto answer = world.get("/api/doctors/?a[4000000000].x=1&[=2", world.root());
  CHECK(answer.status == 400);
  CHECK(answer.json().contains("a[4000000000].x"));
  CHECK(answer.json().contains("["));
}

TEST_CASE("days and wall clocks are the organization's") {
  RestWorld world;
  auto root = world.small.as_root();
  const auto organization = root.list<Organization>().at(0);
  root.update(organization, set(f<&Organization::time_zone>, "Australia/Lord_Howe"));

  const auto book = [&](const std::string& starts, const std::string& ends) {
    return world.call("POST",
                      "/api/appointments/",
                      world.root(),
                      R"({"doctor":")" + world.small.ada.to_string() + R"(","patient":")" +
                          world.small.amara.to_string() + R"(","starts_at":")" + starts +
                          R"(","ends_at":")" + ends + "\"}");
  };
  const auto made = book("2019-03-05T00:15", "2019-03-05T00:45");
  CHECK(made.status == 201);
  CHECK(made.json().at("starts_at") == "2019-03-04T13:15:00Z");
  CHECK(book("2019-04-07T01:45", "2019-04-07T02:45").json() ==
        json{{"starts_at", {"Invalid datetime for the timezone \"Australia/Lord_Howe\"."}}});

  const auto count = [&](const std::string& query) {
    return world.get("/api/appointments/?" + query, world.amara()).json().at("count");
  };
  CHECK(count("start_date=2019-03-05&end_date=2019-03-05") == 1);
  CHECK(count("end_date=2019-03-04") == 0);
  CHECK(count("start_date=2019-03-06") == 0);
}

TEST_CASE("a time zone that does not exist is refused") {
  const RestWorld world;
  auto root = world.small.as_root();
  const auto id = root.list<Organization>().at(0)->id.to_string();
  const auto answer = world.call(
      "PATCH", "/api/organizations/" + id + "/", world.root(), R"({"time_zone":"Mars/Olympus"})");
  CHECK(answer.body ==
        R"({"time_zone":["Give a zone of the IANA database, such as Europe/Berlin."]})");
}

#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;

namespace {

const std::string good_patient =
    R"({"name":"Ella New","birth_date":"1990-01-31","sex":"other","mrn":"M-9"})";
constexpr const char* form_type = "application/x-www-form-urlencoded";

}  // namespace

TEST_CASE("one row has its fields and an ETag") {
  const RestWorld world;
  const auto answer = world.get(RestWorld::path_of(world.small.ben), world.ada());
  CHECK(answer.status == 200);
  CHECK(answer.header("ETag") == "\"1\"");
  const auto row = answer.json();
  CHECK(row.at("id") == world.small.ben.to_string());
  CHECK(row.at("birth_date") == "1980-02-29");
  CHECK(row.at("phone_number").is_null());
  CHECK(row.at("allergies") == nlohmann::json::array());
  CHECK(row.at("created_at") == "2026-11-24T12:00:00Z");
}

TEST_CASE("a row is made and can be read") {
  const RestWorld world;
  const auto made = world.call("POST", "/api/patients/", world.root(), good_patient);
  CHECK(made.status == 201);
  CHECK(made.header("ETag") == "\"1\"");
  CHECK(made.json().at("family_name") == "New");
  const auto read =
      world.get("/api/patients/" + made.json().at("id").get<std::string>() + "/", world.root());
  CHECK(read.body == made.body);
}

TEST_CASE("a form makes a row as JSON does") {
  const RestWorld world;
  const auto made = world.call(
      "POST",
      "/api/patients/",
      world.root(),
      "name=Ella+N%C3%A9w&birth_date=1990-01-31&sex=other&mrn=M-9&allergies=%5B%22nuts%22%5D",
      {{"Content-Type", form_type}});
  CHECK(made.status == 201);
  CHECK(made.json().at("name") == "Ella Néw");
  CHECK(made.json().at("allergies") == nlohmann::json::array({"nuts"}));
  const auto refused = world.call("POST",
                                  "/api/patients/",
                                  world.root(),
                                  "name=x&allergies=nuts",
                                  {{"Content-Type", form_type}});
  CHECK(refused.json().at("allergies") == nlohmann::json::array({"Value must be valid JSON."}));
}

TEST_CASE("bytes in a form that are no text are refused, not replaced") {
  const RestWorld world;
  const auto refused =
      world.call("POST",
                 "/api/patients/",
                 world.root(),
                 "name=El%FFla&birth_date=1990-01-31&sex=other&mrn=M-9&insurance=%22%ED%A0%80%22",
                 {{"Content-Type", form_type}});
  CHECK(refused.status == 400);
  CHECK(refused.json() == nlohmann::json{{"name", {"Not a valid string."}},
                                         {"insurance", {"Value must be valid JSON."}}});
}

TEST_CASE("everything wrong with a body is said at once") {
  const RestWorld world;
  const auto answer = world.call(
      "POST",
      "/api/patients/",
      world.root(),
      R"({"name":null,"birth_date":"yesterday","sex":"f","email":"x@","id":7,"shoe":1})");
  CHECK(answer.status == 400);
  CHECK(
      answer.json() ==
      nlohmann::json{
          {"name", {"This field may not be null."}},
          {"birth_date", {"Date has wrong format. Use one of these formats instead: YYYY-MM-DD."}},
          {"sex", {"\"f\" is not a valid choice."}},
          {"email", {"Enter a valid email address."}},
          {"mrn", {"This field is required."}},
      });
}

TEST_CASE("a body that cannot be read is named as such") {
  const RestWorld world;
  const auto post = [&world](std::string body, const char* type) {
    return world.call(
        "POST", "/api/patients/", world.root(), std::move(body), {{"Content-Type", type}});
  };
  CHECK(post("{", "application/json").detail().starts_with("JSON parse error - "));
  CHECK(post("[1]", "application/json; charset=utf-8").body ==
        R"({"non_field_errors":["Invalid data. Expected a dictionary, but got list."]})");
  CHECK(post("hello", "text/plain").detail() ==
        "Unsupported media type \"text/plain\" in request.");
  CHECK(post("hello", "").detail() == "Unsupported media type \"\" in request.");
  CHECK(post("", "multipart/form-data; boundary=x").status == 415);
  CHECK(post("", "text/plain").json().contains("name"));
}

TEST_CASE("uniqueness and references are told as fields") {
  const RestWorld world;
  CHECK(world
            .call("POST",
                  "/api/patients/",
                  world.root(),
                  R"({"name":"X","birth_date":"1990-01-31","sex":"other","mrn":"M-1"})")
            .body == R"({"mrn":["patient with this mrn already exists."]})");
  const std::string nobody = "01890000-0000-7000-8000-000000000000";
  const auto relate = [&](const std::string& doctor, const std::string& patient) {
    return world.call("POST",
                      "/api/mappings/",
                      world.root(),
                      R"({"doctor":")" + doctor + R"(","patient":")" + patient + "\"}");
  };
  CHECK(relate(world.small.ada.to_string(), nobody).body ==
        R"({"patient":["Invalid pk \")" + nobody + R"(\" - object does not exist."]})");
  CHECK(relate("abc", nobody).json().at("doctor").at(0) == "“abc” is not a valid UUID.");
  CHECK(
      relate(world.small.ada.to_string(), world.small.amara.to_string()).body ==
      R"({"non_field_errors":["The fields doctor, patient, relationship_type must make a unique set."]})");
}

TEST_CASE("a patch changes what it names, and the version") {
  const RestWorld world;
  const auto path = RestWorld::path_of(world.small.ben);
  const auto answer = world.call("PATCH", path, world.ada(), R"({"phone_number":"+234 1"})");
  CHECK(answer.status == 200);
  CHECK(answer.header("ETag") == "\"2\"");
  CHECK(answer.json().at("phone_number") == "+234 1");
  CHECK(answer.json().at("name") == "Ben Müller");
  CHECK(world.call("PATCH", path, world.ada(), "{}").header("ETag") == "\"2\"");
}

TEST_CASE("a field outside the write mask is forbidden") {
  const RestWorld world;
  CHECK(world.call("PATCH", RestWorld::path_of(world.small.ben), world.ada(), R"({"mrn":"M-7"})")
            .status == 403);
  CHECK(world.call("PATCH", RestWorld::path_of(world.small.amara), world.amara(), R"({"name":"X"})")
            .status == 403);
  CHECK(world
            .call("PATCH",
                  RestWorld::path_of(world.small.amara),
                  world.amara(),
                  R"({"phone_number":"1"})")
            .status == 200);
}

TEST_CASE("a row that is not there, or may not be changed, is told before the body is looked at") {
  const RestWorld world;
  CHECK(world.call("PATCH", RestWorld::path_of(world.small.cleo), world.ada(), "{").status == 404);
  const auto users = world.get("/api/users/", world.root()).json();
  CHECK(world.call("PATCH", "/api/patients/abc/", world.root(), "{").detail() == "Not found.");
}

TEST_CASE("If-Match lets a change through only while the row is as it was read") {
  const RestWorld world;
  const auto path = RestWorld::path_of(world.small.ben);
  const auto patch = [&](const char* tag, const char* body) {
    return world.call("PATCH", path, world.ada(), body, {{"If-Match", tag}});
  };
  CHECK(patch("\"1\"", R"({"phone_number":"1"})").status == 200);
  const auto stale = patch("\"1\"", R"({"phone_number":"2"})");
  CHECK(stale.status == 412);
  CHECK(stale.json().contains("detail"));
  CHECK(patch("\"1\", \"2\"", R"({"phone_number":"3"})").status == 200);
  CHECK(patch("*", R"({"phone_number":"4"})").status == 200);
  CHECK(patch("W/\"4\"", R"({"phone_number":"5"})").status == 412);
  CHECK(patch("4", R"({"phone_number":"5"})").status == 412);
  CHECK(world.get(path, world.ada()).json().at("phone_number") == "4");
}

TEST_CASE("what a client may not set is ignored") {
  const RestWorld world;
  const auto made = world.call(
      "POST",
      "/api/users/",
      world.root(),
      R"({"email":"new@example.org","name":"New","password_hash":"x","last_login":"2020-01-01","version":9})");
  CHECK(made.status == 201);
  CHECK(made.json().at("last_login").is_null());
  CHECK(made.header("ETag") == "\"1\"");
  CHECK(made.body.find("password") == std::string::npos);
}

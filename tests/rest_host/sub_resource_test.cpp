#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;

TEST_CASE("earlier versions of a record stay readable beside it, for those who may read it") {
  const RestWorld world;
  const auto made =
      world.call("POST",
                 "/api/records/",
                 world.ada(),
                 R"({"patient":")" + world.small.ben.to_string() + R"(","author":")" +
                     world.small.ada.to_string() + R"(","record_type":"note","title":"First"})");
  REQUIRE(made.status == 201);
  const auto first = "/api/records/" + made.json().at("id").get<std::string>() + "/";
  const auto amended = world.call("PATCH", first, world.ada(), R"({"title":"Second"})");
  REQUIRE(amended.status == 200);

  const auto history = world.get(first + "history/", world.ada());
  CHECK(history.status == 200);
  CHECK(history.json().at("count") == 2);
  CHECK(history.json().at("results").at(0).at("title") == "First");
  CHECK(history.json().at("results").at(1).at("original") == made.json().at("id"));
  CHECK(world.get(first + "history/", world.bo()).body ==
        R"({"detail":"No MedicalRecord matches the given query."})");
  CHECK(world.call("POST", first + "history/", world.ada(), "{}").status == 405);
}

TEST_CASE("a collection is read by what its rows refer to") {
  const RestWorld world;
  const auto path = "/api/mappings/patient/" + world.small.cleo.to_string() + "/";
  const auto all = world.get(path, world.root());
  CHECK(all.status == 200);
  CHECK(all.json().at("count") == 2);
  CHECK(world.get(path, world.bo()).json().at("count") == 1);
  CHECK(world.get(path + "?status=ended", world.root()).json().at("count") == 0);
  CHECK(world.get("/api/mappings/patient/x/", world.root()).detail() == "Not found.");
  CHECK(world.get("/api/mappings/notes/x/", world.root()).status == 404);
  CHECK(world.call("POST", path, world.root(), "{}").status == 405);
}

TEST_CASE("a doctor breaks the glass over the wire") {
  const RestWorld world;
  const auto dara = RestWorld::path_of(world.small.dara);
  CHECK(world.get(dara, world.ada()).status == 404);
  const auto refused = world.call("POST", dara + "break-glass/", world.ada(), "{}");
  CHECK(refused.status == 400);
  CHECK(refused.json().contains("reason"));
  const auto opened =
      world.call("POST", dara + "break-glass/", world.ada(), R"({"reason":"Collapsed."})");
  CHECK(opened.status == 201);
  CHECK(opened.json().at("relationship_type") == "emergency");
  CHECK(opened.json().at("valid_to") == "2026-11-24T14:00:00Z");
  CHECK(world.get(dara, world.ada()).status == 200);
  CHECK(world.call("POST", dara + "break-glass/", world.root(), R"({"reason":"x"})").status == 403);
  const auto reviews = world.get("/api/access-reviews/?status=open", world.root());
  CHECK(reviews.json().at("results").at(0).at("reason") == "Collapsed.");
}

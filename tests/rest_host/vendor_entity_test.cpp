/// A vendor's entity is served because the catalog has it; nothing in the host knows it.

#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;

TEST_CASE("a vendor's entity is made, listed, filtered, read and changed") {
  const RestWorld world;
  const auto made = world.call("POST",
                               "/api/wards/",
                               world.root(),
                               R"({"name":"North","kind":"maternity","beds":12,"door_code":"17"})");
  REQUIRE(made.status == 201);
  const auto path = "/api/wards/" + made.json().at("id").get<std::string>() + "/";
  CHECK(names_in(world.get("/api/wards/?beds_at_least=12&kind=maternity", world.ada())) ==
        std::vector<std::string>{"North"});
  CHECK(world.get("/api/wards/?beds_at_least=13", world.ada()).json().at("count") == 0);
  CHECK(world.get("/api/wards/?beds_at_least=many", world.ada()).body ==
        R"({"beds_at_least":["Enter a whole number."]})");
  CHECK(world.call("PATCH", path, world.root(), R"({"beds":0})").body ==
        R"({"beds":["A ward has at least one bed."]})");
  CHECK(world.call("PATCH", path, world.root(), R"({"beds":13})").json().at("beds") == 13);
  CHECK_FALSE(world.get(path, world.ada()).json().contains("door_code"));
}

TEST_CASE("a vendor's policy holds on the wire") {
  const RestWorld world;
  CHECK(world.get("/api/wards/", world.amara()).status == 403);
  CHECK(world.call("POST", "/api/wards/", world.ada(), "{}").status == 403);
}

TEST_CASE("a vendor's entity stands in the description") {
  const RestWorld world;
  const auto document = world.get("/api/openapi.json", RestWorld::nobody).json();
  CHECK(document.at("paths").contains("/api/wards/"));
  CHECK(document.at("components").at("schemas").at("Ward").at("properties").contains("beds"));
}

/// ETag, If-Match and If-None-Match, on every engine.

#include <array>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;

TEST_CASE("a row that the client has is not sent again") {
  const RestWorld world;
  const auto path = RestWorld::path_of(world.small.ben);
  for (const char* tags : {"\"1\"", "W/\"1\"", "\"7\", \"1\"", "*"}) {
    CAPTURE(tags);
    const auto answer = world.get(path, world.ada(), {{"If-None-Match", tags}});
    CHECK(answer.status == 304);
    CHECK(answer.body.empty());
    CHECK(answer.header("ETag") == "\"1\"");
  }
  for (const char* tags : {"\"2\"", "1", "", "\"1"}) {
    CAPTURE(tags);
    CHECK(world.get(path, world.ada(), {{"If-None-Match", tags}}).status == 200);
  }
}

TEST_CASE("a read that insists on a version is refused for another") {
  const RestWorld world;
  const auto path = RestWorld::path_of(world.small.ben);
  CHECK(world.get(path, world.ada(), {{"If-Match", "\"1\""}}).status == 200);
  CHECK(world.get(path, world.ada(), {{"If-Match", "\"2\""}}).status == 412);
}

TEST_CASE("a change that must not meet a version is refused for it") {
  const RestWorld world;
  const auto path = RestWorld::path_of(world.small.ben);
  const auto patch = [&](const char* tags) {
    return world.call(
        "PATCH", path, world.ada(), R"({"phone_number":"1"})", {{"If-None-Match", tags}});
  };
  CHECK(patch("*").status == 412);
  CHECK(patch("\"1\"").status == 412);
  CHECK(patch("\"9\"").status == 200);
}

TEST_CASE("a removal that insists on a version finds it or does nothing") {
  const RestWorld world;
  const auto path = RestWorld::path_of(world.small.dara);
  CHECK(world.call("DELETE", path, world.root(), {}, {{"If-Match", "\"2\""}}).status == 412);
  CHECK(world.get(path, world.root()).status == 200);
  CHECK(world.call("DELETE", path, world.root(), {}, {{"If-Match", "\"1\""}}).status == 204);
  CHECK(world.get(path, world.root()).status == 404);
}

TEST_CASE("a hidden row is not there, whatever version a client insists on") {
  const RestWorld world;
  const auto hidden = RestWorld::path_of(world.small.cleo);
  for (const char* method : {"GET", "PATCH"}) {
    for (const char* header : {"If-Match", "If-None-Match"}) {
      const auto answer = world.call(method, hidden, world.ada(), "{}", {{header, "\"7\""}});
      CHECK(answer.status == 404);
      CHECK(answer.header("ETag").empty());
    }
  }
}

TEST_CASE("who may not change a row is told that, not what version it has") {
  const RestWorld world;
  CHECK(world
            .call("DELETE",
                  RestWorld::path_of(world.small.ben),
                  world.ada(),
                  {},
                  {{"If-Match", "\"9\""}})
            .status == 403);
}

TEST_CASE("of many who change one version at once, one does") {
  on_every_host([](SmallClinic&, const RestClient& host) {
    const auto path = RestClient::path_of(host.small.ben);
    const auto token = host.ada();
    std::array<int, 8> statuses{};
    std::vector<std::thread> clients;
    clients.reserve(statuses.size());
    for (auto& status : statuses) {
      clients.emplace_back(
          [&, body = R"({"phone_number":"+)" + std::to_string(clients.size()) + "\"}"] {
            status = host.call("PATCH", path, token, body, {{"If-Match", "\"1\""}}).status;
          });
    }
    for (auto& client : clients) client.join();
    CHECK(std::ranges::count(statuses, 200) == 1);
    CHECK(std::ranges::count(statuses, 412) == 7);
    CHECK(host.get(path, token).header("ETag") == "\"2\"");
  });
}

#include "rest_host/http/server.hpp"

#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;

TEST_CASE("a server on port 0 has a port, and ends when it is told to") {
  const RestWorld world;
  rest::Server server{world.api, {.port = 0}};
  CHECK(server.port() > 0);
  std::thread serving{[&server] { server.run(); }};
  server.stop();
  serving.join();
}

TEST_CASE("a server that was stopped before it began does not begin") {
  const RestWorld world;
  rest::Server server{world.small.clinic, {.port = 0}};
  server.stop();
  server.run();
}

TEST_CASE("a port that another server has is refused") {
  const RestWorld world;
  const rest::Server first{world.api, {.port = 0}};
  CHECK_THROWS_AS(rest::Server(world.api, {.port = first.port()}), Error);
}

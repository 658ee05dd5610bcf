// What clients may not do to each other: a server that is asked for too much, or too slowly, serves the others.

#include <chrono>
#include <list>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "rest_host/running_server.hpp"

using namespace salus;
using namespace salus::test;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using rest::Request;
using rest::Response;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

/// How long one request on a connection of its own takes.
milliseconds time_of_answer(int port) {
  const auto begin = steady_clock::now();
  CHECK_THAT(RawClient{port}.send(get("/quick")).read_all(), StartsWith("HTTP/1.1 200"));
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
}

}  // namespace

TEST_CASE("clients that do not read their long answers hold up nobody") {
  const Running server{[](const Request& request) {
                         return request.target == "/long" ? pieces(10'000, 10'000) : echo(request);
                       },
                       {.workers = 3, .streams = 2, .write_timeout = milliseconds{1'500}}};
  std::list<RawClient> slow;
  for (int i = 0; i < 2; ++i) {
    slow.emplace_back(server.port(), 4'096).send(get("/long"));
    slow.back().read_until("\r\n\r\n");
  }
  for (int i = 0; i < 20; ++i) CHECK(time_of_answer(server.port()) < milliseconds{1'000});
  const auto third = server.ask(get("/long"));
  CHECK_THAT(third, StartsWith("HTTP/1.1 503"));
  CHECK_THAT(third, ContainsSubstring("Retry-After: 1"));
  std::this_thread::sleep_for(milliseconds{2'500});  // nobody waits longer for those two
  CHECK_THAT(server.ask(get("/long")), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("beyond the requests that may wait, a client is told at once that we are busy") {
  Gate gate;
  const Running server{
      [&gate](const Request& request) {
        gate.pass();
        return echo(request);
      },
      {.operations = rest::OperationsAddress{}, .workers = 1, .streams = 0, .waiting = 1}};
  RawClient first{server.port()};
  first.send(get("/first"));
  gate.wait_for_arrivals(1);
  RawClient second{server.port()};
  second.send(get("/second"));
  while (server.metrics().find("salus_http_requests_waiting 1") == std::string::npos) {
  }
  const auto third = server.ask(get("/third"));
  CHECK_THAT(third, StartsWith("HTTP/1.1 503"));
  CHECK_THAT(third, ContainsSubstring("Retry-After: 1"));
  gate.open();
  CHECK_THAT(first.read_all(), EndsWith("GET /first "));
  CHECK_THAT(second.read_all(), EndsWith("GET /second "));
}

TEST_CASE("a request that waited too long is refused, not worked on") {
  Gate gate;
  const Running server{[&gate](const Request& request) {
                         gate.pass();
                         return echo(request);
                       },
                       {.workers = 1, .streams = 0, .longest_wait = milliseconds{50}}};
  RawClient first{server.port()};
  first.send(get("/first"));
  gate.wait_for_arrivals(1);
  RawClient second{server.port()};
  second.send(get("/second"));
  std::this_thread::sleep_for(milliseconds{300});
  gate.open();
  CHECK_THAT(second.read_all(), StartsWith("HTTP/1.1 503"));
  CHECK_THAT(first.read_all(), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("log-ins hold up no other requests, and those no log-ins") {
  Gate gate;
  const Running server{[&gate](const Request& request) {
                         if (request.method == "POST") gate.pass();
                         return echo(request);
                       },
                       {.workers = 2, .password_workers = 1, .streams = 1}};
  const std::string log_in =
      "POST /api/auth/%6Cogin/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
      "0\r\n\r\n";
  std::list<RawClient> clients;
  for (int i = 0; i < 10; ++i) clients.emplace_back(server.port()).send(log_in);
  gate.wait_for_arrivals(1);
  for (int i = 0; i < 20; ++i) CHECK(time_of_answer(server.port()) < milliseconds{1'000});
  gate.open();
  for (auto& client : clients) CHECK_THAT(client.read_all(), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("a connection too many gets one answer, that we are busy") {
  const Running server{echo, {.connections = 2}};
  std::list<RawClient> had;
  for (int i = 0; i < 2; ++i) {
    had.emplace_back(server.port()).send(get("/", Ends::no));
    had.back().read_until("GET / ");
  }
  const auto answer = server.ask(get("/"));
  CHECK_THAT(answer, StartsWith("HTTP/1.1 503"));
  CHECK_THAT(answer, ContainsSubstring("Retry-After: 1"));
  had.back().send(get("/again"));
  CHECK_THAT(had.back().read_all(), EndsWith("GET /again "));
}

TEST_CASE("500 idle connections and 100 slow ones leave the others quick") {
  const Running server{echo, {.workers = 2, .streams = 1}};
  std::list<RawClient> idle;
  for (int i = 0; i < 500; ++i) {
    idle.emplace_back(server.port()).send(get("/", Ends::no));
    idle.back().read_until("GET / ");
  }
  std::list<RawClient> slow;
  for (int i = 0; i < 100; ++i)
    slow.emplace_back(server.port()).send("GET /slow HTTP/1.1\r\nHost: a\r\nX: ");
  for (int i = 0; i < 100; ++i) {
    for (auto& client : slow) client.send("x");
    CHECK(time_of_answer(server.port()) < milliseconds{1'000});
  }
}

TEST_CASE("a request that does not become whole in time is refused, however busily it comes") {
  const Running server{echo, {.read_timeout = milliseconds{300}}};
  RawClient client{server.port()};
  client.send("GET /slow HTTP/1.1\r\nHost: a\r\nX: ");
  for (int i = 0; i < 12; ++i) {
    client.send("x");
    std::this_thread::sleep_for(milliseconds{50});
  }
  CHECK_THAT(client.read_all(), StartsWith("HTTP/1.1 408"));
}

TEST_CASE("requests that are not whole yet hold no more memory together than they may") {
  const Running server{echo,
                       {.operations = rest::OperationsAddress{},
                        .largest_body = 400'000,
                        .request_memory = 500'000}};
  const std::string most(300'000, 'x');
  const auto head = [&most](std::string_view path) {
    return "POST " + std::string{path} +
           " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " +
           std::to_string(most.size() + 1) + "\r\n\r\n";
  };
  const auto wait_until_held = [&server](std::size_t bytes) {
    const auto gauge = "\nsalus_http_request_memory_bytes " + std::to_string(bytes) + "\n";
    while (server.metrics().find(gauge) == std::string::npos) {
    }
  };
  const auto part = head("/half").size() + most.size() - 65'536;
  std::list<RawClient> half;
  for (std::size_t i = 1; i <= 2; ++i) {
    half.emplace_back(server.port()).send(head("/half") + most);
    wait_until_held(i * part);
  }
  const auto refused = server.ask(head("/refused") + most);
  CHECK_THAT(refused, StartsWith("HTTP/1.1 503"));
  CHECK_THAT(refused, ContainsSubstring("Retry-After: 1"));
  CHECK_THAT(server.metrics(), ContainsSubstring("salus_http_overload_total{reason=\"memory\"} 1"));
  CHECK_THAT(server.ask(get("/small")), EndsWith("GET /small "));
  half.pop_back();  // goes away
  wait_until_held(part);
  CHECK_THAT(half.back().send("y").read_all(), EndsWith("xy"));
  wait_until_held(0);
}

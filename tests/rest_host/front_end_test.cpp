// How requests come in and answers go out, over sockets.

#include <chrono>
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

namespace {

/// Of a chunked body, the data.
std::string unchunked(std::string_view answer) {
  auto rest = answer.substr(answer.find("\r\n\r\n") + 4);
  std::string data;
  while (!rest.empty()) {
    const auto size = std::stoul(std::string{rest}, nullptr, 16);
    rest.remove_prefix(rest.find("\r\n") + 2);
    if (size == 0) return data;
    data += rest.substr(0, size);
    rest.remove_prefix(size + 2);
  }
  return "cut off after " + std::to_string(data.size());
}

int count_of(std::string_view text, std::string_view word) {
  int count = 0;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    ++count;
  return count;
}

}  // namespace

TEST_CASE("requests that come together are answered in their order") {
  const Running server{echo, {}};
  const auto answers =
      server.ask(get("/first", Ends::no) + get("/second", Ends::no) + get("/third"));
  CHECK(count_of(answers, "HTTP/1.1 200") == 3);
  CHECK(answers.find("/first") < answers.find("/second"));
  CHECK(answers.find("/second") < answers.find("/third"));
}

TEST_CASE("a request that comes byte by byte is answered") {
  const Running server{echo, {}};
  RawClient client{server.port()};
  const std::string request =
      "\r\nPOST /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: "
      "chunked\r\n\r\n"
      "3;note=x\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
  for (const char byte : request) client.send({&byte, 1});
  CHECK_THAT(client.read_all(), EndsWith("POST /slow abcde"));
}

TEST_CASE("a client that has ended its side gets its answer") {
  const Running server{echo, {}};
  RawClient client{server.port()};
  client.send(get("/half", Ends::no)).end_sending();
  CHECK_THAT(client.read_all(), EndsWith("GET /half "));
}

TEST_CASE("a body is invited once by 100 Continue") {
  const Running server{echo, {}};
  RawClient client{server.port()};
  client.send(
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\nExpect: "
      "100-continue\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("body");
  const auto answer = client.read_all();
  CHECK_THAT(answer, StartsWith("HTTP/1.1 200"));
  CHECK_THAT(answer, EndsWith("POST / body"));
}

TEST_CASE("a body that is too large is not invited") {
  const Running server{echo, {.largest_body = 10}};
  CHECK_THAT(
      server.ask(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n"),
      StartsWith("HTTP/1.1 413"));
}

TEST_CASE("HTTP/1.0 needs no Host, and its connection ends with the answer") {
  const Running server{echo, {}};
  const auto answer = server.ask("GET /old HTTP/1.0\r\n\r\n");
  CHECK_THAT(answer, EndsWith("GET /old "));
  CHECK_THAT(answer, ContainsSubstring("Connection: close"));
}

TEST_CASE("an error of the handler's own keeps the connection") {
  const Running server{[](const Request&) { return Response{.status = 404}; }, {}};
  CHECK(count_of(server.ask(get("/a", Ends::no) + get("/b")), "HTTP/1.1 404") == 2);
}

TEST_CASE("a connection ends after its number of requests") {
  const Running server{echo, {.requests_per_connection = 2}};
  CHECK(count_of(server.ask(get("/a", Ends::no) + get("/b", Ends::no) + get("/c")),
                 "HTTP/1.1 200") == 2);
}

TEST_CASE("a body in pieces is chunked, and HTTP/1.0 gets it until the end of the connection") {
  const Running server{[](const Request&) { return pieces(100, 5'000); }, {}};
  const auto chunked = server.ask(get("/"));
  CHECK_THAT(chunked, ContainsSubstring("Transfer-Encoding: chunked"));
  CHECK(unchunked(chunked) == std::string(500'000, 'x'));
  const auto old = server.ask("GET / HTTP/1.0\r\n\r\n");
  CHECK(old.substr(old.find("\r\n\r\n") + 4) == std::string(500'000, 'x'));
  CHECK(old.find("chunked") == std::string::npos);
}

TEST_CASE("a HEAD of a body in pieces gets none") {
  const Running server{[](const Request&) { return pieces(100, 5'000); }, {}};
  CHECK_THAT(server.ask("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
             EndsWith("\r\n\r\n"));
}

TEST_CASE("a body whose writer throws is cut off, not ended") {
  const Running server{[](const Request&) {
                         auto answer = text({});
                         answer.stream = [](const rest::BodySink& sink) {
                           sink(std::string(100'000, 'x'));
                           throw std::runtime_error{"the database went away"};
                         };
                         return answer;
                       },
                       {}};
  CHECK_THAT(unchunked(server.ask(get("/"))), StartsWith("cut off after"));
}

TEST_CASE("a client that goes away in the middle of an answer harms nobody") {
  const Running server{[](const Request&) { return text(std::string(5'000'000, 'x')); }, {}};
  for (int i = 0; i < 10; ++i) RawClient{server.port(), 4'096}.send(get("/")).read_until("xxxx");
  CHECK(server.ask(get("/")).size() > 5'000'000);
}

TEST_CASE("an idle connection is closed after its time") {
  const Running server{echo, {.idle_timeout = milliseconds{200}}};
  RawClient client{server.port()};
  client.send(get("/", Ends::no));
  CHECK(count_of(client.read_all(), "HTTP/1.1 ") == 1);
}

TEST_CASE("a server that stops finishes what was begun, and closes what is idle") {
  Gate gate;
  Running server{[&gate](const Request& request) {
                   if (request.target == "/begun") gate.pass();
                   return echo(request);
                 },
                 {}};
  RawClient idle{server.port()};
  idle.send(get("/", Ends::no)).read_until("GET / ");
  RawClient begun{server.port()};
  begun.send(get("/begun", Ends::no));
  gate.wait_for_arrivals(1);
  server.begin_to_stop();
  CHECK(idle.read_all().empty());
  gate.open();
  const auto answer = begun.read_all();
  CHECK_THAT(answer, EndsWith("GET /begun "));
  CHECK_THAT(answer, ContainsSubstring("Connection: close"));
  server.stop();
}

TEST_CASE("metrics are at the operations' address alone, and name routes, not paths") {
  const Running server{[](const Request& request) {
                         auto answer = echo(request);
                         answer.route = "/api/patients/{id}/";
                         return answer;
                       },
                       {.operations = rest::OperationsAddress{}}};
  server.ask(get("/api/patients/secret/"));
  CHECK_THAT(server.ask(get("/metrics")), EndsWith("GET /metrics "));  // the handler's business
  const auto metrics = server.metrics();
  CHECK_THAT(
      metrics,
      ContainsSubstring(
          R"(salus_http_requests_total{route="/api/patients/{id}/",method="GET",status="2xx"} 2)"));
  CHECK_THAT(metrics,
             ContainsSubstring(
                 R"(salus_http_request_duration_seconds_count{route="/api/patients/{id}/"} 2)"));
  CHECK(metrics.find("secret") == std::string::npos);
  CHECK_THAT(RawClient{server.operations_port()}.send(get("/api/patients/")).read_all(),
             StartsWith("HTTP/1.1 404"));
}

TEST_CASE("a page of another origin is told nothing, unless its origin is named") {
  const std::string preflight =
      "OPTIONS / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nOrigin: https://app.example\r\n"
      "Access-Control-Request-Method: PATCH\r\n\r\n";
  const std::string read =
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nOrigin: https://app.example\r\n\r\n";
  const Running closed{echo, {}};
  CHECK(closed.ask(preflight).find("Access-Control") == std::string::npos);
  CHECK(closed.ask(read).find("Access-Control") == std::string::npos);
  const Running open{echo, {.cors_origins = {"https://app.example"}}};
  CHECK_THAT(open.ask(preflight), StartsWith("HTTP/1.1 204"));
  CHECK_THAT(open.ask(preflight),
             ContainsSubstring("Access-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH"));
  CHECK_THAT(open.ask(read), ContainsSubstring("Access-Control-Allow-Origin: https://app.example"));
  const Running other{echo, {.cors_origins = {"https://other.example"}}};
  CHECK(other.ask(read).find("Access-Control") == std::string::npos);
}

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "rest_host/http/server.hpp"
#include "rest_host/raw_client.hpp"

using namespace salus;
using namespace salus::test;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using rest::Request;
using rest::Response;
using rest::ServerOptions;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

/// A server that runs while this lives.
class Running {
 public:
  Running(rest::Handler respond, ServerOptions options)
      : server_{std::move(respond), on_a_free_port(std::move(options))},
        thread_{[this] { server_.run(); }} {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() { stop(); }

  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  void begin_to_stop() { server_.stop(); }

  int port() const { return server_.port(); }
  int operations_port() const { return server_.operations_port(); }

  std::string metrics() const {
    return RawClient{operations_port()}.send(get("/metrics")).read_all();
  }
  std::string ask(std::string_view request) const {
    return RawClient{port()}.send(request).read_all();
  }

 private:
  static ServerOptions on_a_free_port(ServerOptions options) {
    options.port = 0;
    return options;
  }

  rest::Server server_;
  std::thread thread_;
};

/// Holds handlers until they may go on.
class Gate {
 public:
  void open() {
    const std::scoped_lock lock{mutex_};
    is_open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock{mutex_};
    ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return is_open_; });
  }
  void wait_for_arrivals(int wanted) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this, wanted] { return arrived_ >= wanted; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_open_ = false;
  int arrived_ = 0;
};

Response text(std::string body) {
  Response answer;
  answer.headers.add("Content-Type", "text/plain");
  answer.body = std::move(body);
  return answer;
}

/// Says what it was asked.
Response echo(const Request& request) {
  return text(request.method + " " + request.target + " " + request.body);
}

Response pieces(int count, std::size_t size) {
  auto answer = text({});
  answer.stream = [count, size](const rest::BodySink& sink) {
    for (int i = 0; i < count && sink(std::string(size, 'x')); ++i) {
    }
  };
  return answer;
}

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

/// How long one request on a connection of its own takes.
milliseconds time_of_answer(int port) {
  const auto begin = steady_clock::now();
  CHECK_THAT(RawClient{port}.send(get("/quick")).read_all(), StartsWith("HTTP/1.1 200"));
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
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

TEST_CASE("a client that goes away in the middle of an answer harms nobody") {
  const Running server{[](const Request&) { return text(std::string(5'000'000, 'x')); }, {}};
  for (int i = 0; i < 10; ++i) RawClient{server.port(), 4'096}.send(get("/")).read_until("xxxx");
  CHECK(server.ask(get("/")).size() > 5'000'000);
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

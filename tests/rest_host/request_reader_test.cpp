#include "rest_host/http/request_reader.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace salus::rest;
using State = RequestReader::State;

namespace {

struct Outcome {
  State state = State::incomplete;
  int refusal = 0;
  std::size_t size = 0;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

constexpr ReadLimits limits{.head = {.bytes = 400, .target = 50, .fields = 10}, .body = 20};

/// What becomes of bytes that come `step` at a time.
Outcome outcome_of(std::string_view bytes, std::size_t step) {
  RequestReader reader{limits};
  auto state = State::incomplete;
  for (std::size_t end = step; state == State::incomplete; end += step) {
    state = reader.look_at(bytes.substr(0, end));
    if (end >= bytes.size()) break;
  }
  return {state, reader.refusal(), state == State::whole ? reader.size() : 0};
}

const std::string begin = "POST / HTTP/1.1\r\nHost: a\r\n";
const std::string chunked = begin + "Transfer-Encoding: chunked\r\n\r\n";

struct Example {
  std::string bytes;
  Outcome outcome;
};

Example whole(const std::string& bytes) { return {bytes, {State::whole, 0, bytes.size()}}; }
Example refused(const std::string& bytes, int status) {
  return {bytes, {State::refused, status, 0}};
}
Example incomplete(const std::string& bytes) { return {bytes, {}}; }

}  // namespace

TEST_CASE("a request has the same end and the same fate however its bytes come") {
  const auto example = GENERATE(values<Example>({
      whole("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
      whole("GET / HTTP/1.0\r\n\r\n"),
      whole(begin + "Content-Length: 3\r\n\r\nabc"),
      whole(begin + "content-length: 0\r\n\r\n"),
      whole(chunked + "0\r\n\r\n"),
      whole(chunked + "3\r\nabc\r\nA;x=\"y\"\r\n0123456789\r\n0\r\n\r\n"),
      whole(begin + "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n"),
      incomplete("GET / HTTP/1.1\r\nHost: a\r\n"),
      incomplete(begin + "Content-Length: 3\r\n\r\nab"),
      incomplete(chunked + "3\r\nabc\r\n0\r\n"),
      refused("GET / HTTP/1.1\r\n\r\n", 400),
      refused("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
      refused("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
      refused("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
      refused("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
      refused("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400),
      refused("GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n", 400),
      refused("GET / HTTP/1.1\nHost: a\n\n", 400),
      refused("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      refused("GET /\r\nHost: a\r\n\r\n", 400),
      refused("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
      refused(begin + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
      refused(begin + "Content-Length: 3, 3\r\n\r\nabc", 400),
      refused(begin + "Content-Length: +3\r\n\r\nabc", 400),
      refused(begin + "Content-Length: -1\r\n\r\n", 400),
      refused(begin + "Content-Length: 99999999999999999999999\r\n\r\n", 413),
      refused(begin + "Content-Length: 21\r\n\r\n", 413),
      refused(begin + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
      refused(begin + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
      refused(begin + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
              400),
      refused(begin + "Transfer-Encoding: identity\r\n\r\n", 400),
      refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
      refused(chunked + "g\r\n", 400),
      refused(chunked + "\r\n", 400),
      refused(chunked + "3\r\nabcd", 400),
      refused(chunked + "3\nabc", 400),
      refused(chunked + "0\r\nTrailer: x\r\n\r\n", 400),
      refused(chunked + "15\r\n", 413),
      refused(chunked + "A\r\n0123456789\r\nB\r\n", 413),
      refused(chunked + "fffffffffffffffffffff\r\n", 413),
      refused("GET /" + std::string(60, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414),
      refused("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(500, 'x'), 431),
      refused("GET /" + std::string(500, 'x'), 414),
      refused("GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: "
              "1\r\nA: 1\r\nA: 1\r\nA: 1\r\n",
              431),
  }));
  CAPTURE(example.bytes);
  for (const std::size_t step : {1U, 2U, 3U, 7U, 10'000U})
    CHECK(outcome_of(example.bytes, step) == example.outcome);
}

TEST_CASE("what comes after a request is not part of it") {
  const std::string request = begin + "Content-Length: 3\r\n\r\nabc";
  RequestReader reader{limits};
  CHECK(reader.look_at(request + "GET / HTTP") == State::whole);
  CHECK(reader.size() == request.size());
}

TEST_CASE("a client's wish to be told to continue is told once, and only with a body") {
  RequestReader reader{limits};
  reader.look_at(begin + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  CHECK(reader.takes_expectation());
  CHECK_FALSE(reader.takes_expectation());
  RequestReader without{limits};
  without.look_at(begin + "Expect: 100-continue\r\n\r\n");
  CHECK_FALSE(without.takes_expectation());
}

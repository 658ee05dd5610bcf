#pragma once

/// A server of a test's own handler, which runs as long as the test.

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "rest_host/http/server.hpp"
#include "rest_host/raw_client.hpp"

namespace salus::test {

/// A server that runs while this lives.
class Running {
 public:
  Running(rest::Handler respond, rest::ServerOptions options)
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
  static rest::ServerOptions on_a_free_port(rest::ServerOptions options) {
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

inline rest::Response text(std::string body) {
  rest::Response answer;
  answer.headers.add("Content-Type", "text/plain");
  answer.body = std::move(body);
  return answer;
}

/// Says what it was asked.
inline rest::Response echo(const rest::Request& request) {
  return text(request.method + " " + request.target + " " + request.body);
}

inline rest::Response pieces(int count, std::size_t size) {
  auto answer = text({});
  answer.stream = [count, size](const rest::BodySink& sink) {
    for (int i = 0; i < count && sink(std::string(size, 'x')); ++i) {
    }
  };
  return answer;
}

}  // namespace salus::test

#pragma once

/// What the server has done, in numbers, for Prometheus. By route templates: no path, no name, no id.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

#include "salus/schema/reflect.hpp"

namespace salus::rest {

/// Why a request was not worked on.
enum class Overload : std::uint8_t {
  connections,  ///< There are too many.
  requests,     ///< Too many wait, or this one waited too long.
  streams,      ///< Too many long answers are being written.
  memory,       ///< Requests that are not answered yet hold too much of it.
};

/// How things are at this moment.
struct Gauges {
  std::size_t connections = 0;
  std::size_t running = 0;
  std::size_t waiting = 0;
  std::size_t request_memory = 0;  ///< Bytes.
};

/// Thread-safe.
class Metrics {
 public:
  /// `method` and `route` are of short lists: they come from us, not from a client.
  void count(std::string_view route, std::string_view method, int status,
             std::chrono::microseconds duration);
  void count(Overload reason);

  /// The text format of Prometheus, version 0.0.4.
  std::string text(const Gauges& gauges) const;

 private:
  static constexpr std::array<double, 12> bounds{
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};  // seconds

  struct Histogram {
    std::array<std::uint64_t, bounds.size()> at_most{};
    std::uint64_t count = 0;
    double sum = 0;
  };
  using Key =
      std::tuple<std::string, std::string, int>;  // route, method, first digit of the status

  mutable std::mutex mutex_;
  std::map<Key, std::uint64_t, std::less<>> requests_;
  std::map<std::string, Histogram, std::less<>> durations_;  // by route
  std::array<std::uint64_t, enumerator_names<Overload>.size()> overloads_{};
};

}  // namespace salus::rest

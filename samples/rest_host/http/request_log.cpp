#include "rest_host/http/request_log.hpp"

#include <algorithm>
#include <array>

#include "salus/core/time.hpp"

#include "rest_host/api/json_text.hpp"

namespace salus::rest {

namespace {

std::string milliseconds(std::chrono::microseconds duration) {
  const auto tenths = duration.count() / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

}  // namespace

std::string_view known_method(std::string_view method) {
  constexpr std::array<std::string_view, 7> known{
      "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  return std::ranges::find(known, method) == known.end() ? "other" : method;
}

std::string to_json(const LogEntry& entry, std::chrono::system_clock::time_point now) {
  JsonObject line;
  line.add("at", to_string(std::chrono::floor<std::chrono::microseconds>(now)))
      .add("method", known_method(entry.method))
      .add("route", entry.route)
      .add_json("status", std::to_string(entry.status))
      .add_json("milliseconds", milliseconds(entry.duration))
      .add("request_id", entry.request_id);
  if (!entry.failure.empty()) line.add("failure", entry.failure);
  return line.text();
}

}  // namespace salus::rest

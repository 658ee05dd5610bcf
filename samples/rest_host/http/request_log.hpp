#pragma once

/// One line of JSON per request, for machines that read logs. It says what kind of request it was and
/// how it went, and nothing that a patient or a password could stand in.

#include <chrono>
#include <string>
#include <string_view>

namespace salus::rest {

struct LogEntry {
  std::string_view method;
  std::string_view route;  ///< Its template; empty: no route was found.
  int status = 0;
  std::chrono::microseconds duration{};
  std::string_view request_id;
  std::string_view failure;
};

/// A method is the client's own text, so only the usual ones are repeated; the others are "other".
std::string_view known_method(std::string_view method);

/// `{"at":…,"method":"GET","route":"/api/patients/{id}/","status":200,"milliseconds":1.3,"request_id":…}`
std::string to_json(const LogEntry& entry, std::chrono::system_clock::time_point now);

}  // namespace salus::rest

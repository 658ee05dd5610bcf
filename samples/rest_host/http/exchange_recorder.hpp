#pragma once

/// Keeps the books of what was answered: ids of requests, the log, and the numbers.

#include <atomic>
#include <cstdint>
#include <string>

#include "rest_host/http/log_writer.hpp"
#include "rest_host/http/metrics.hpp"
#include "rest_host/http/request_log.hpp"

namespace salus::rest {

/// What is written to stderr, a line of JSON each: never a path, a query or a body.
enum class RequestLog : std::uint8_t {
  failures,  ///< What went wrong inside.
  requests,  ///< Besides, every request.
};

/// Thread-safe.
class ExchangeRecorder {
 public:
  explicit ExchangeRecorder(RequestLog log);

  /// Unlike those of other processes, and in order within this one.
  std::string next_request_id();

  /// An answer is sent.
  void record(const LogEntry& entry);

  Metrics& metrics() noexcept { return metrics_; }

 private:
  RequestLog log_;
  LogWriter writer_;
  Metrics metrics_;
  std::atomic<std::uint64_t> requests_ = 0;
  std::string process_name_;
};

}  // namespace salus::rest

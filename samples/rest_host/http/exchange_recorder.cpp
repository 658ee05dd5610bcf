#include "rest_host/http/exchange_recorder.hpp"

#include <random>

#include <unistd.h>

namespace salus::rest {

ExchangeRecorder::ExchangeRecorder(RequestLog log)
    : log_{log}, writer_{STDERR_FILENO}, process_name_{std::to_string(std::random_device{}())} {}

std::string ExchangeRecorder::next_request_id() {
  return process_name_ + "-" + std::to_string(++requests_);
}

void ExchangeRecorder::record(const LogEntry& entry) {
  metrics_.count(entry.route, known_method(entry.method), entry.status, entry.duration);
  if (log_ == RequestLog::failures && entry.failure.empty()) return;
  writer_.add(to_json(entry, std::chrono::system_clock::now()));
}

}  // namespace salus::rest

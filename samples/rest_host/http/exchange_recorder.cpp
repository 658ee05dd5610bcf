#include "rest_host/http/exchange_recorder.hpp"

#include <cstdio>
#include <random>

namespace salus::rest {

ExchangeRecorder::ExchangeRecorder(RequestLog log)
    : log_{log}, process_name_{std::to_string(std::random_device{}())} {}

std::string ExchangeRecorder::next_request_id() {
  return process_name_ + "-" + std::to_string(++requests_);
}

void ExchangeRecorder::record(const LogEntry& entry) {
  metrics_.count(entry.route, known_method(entry.method), entry.status, entry.duration);
  if (log_ == RequestLog::failures && entry.failure.empty()) return;
  const auto line = to_json(entry, std::chrono::system_clock::now()) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace salus::rest

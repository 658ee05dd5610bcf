#include "rest_host/http/metrics.hpp"

#include <sstream>
#include <utility>

namespace salus::rest {

namespace {

void describe(std::ostream& out, std::string_view name, std::string_view type,
              std::string_view help) {
  out << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << type << '\n';
}

void gauge(std::ostream& out, std::string_view name, std::string_view help, std::size_t value) {
  describe(out, name, "gauge", help);
  out << name << ' ' << value << '\n';
}

}  // namespace

void Metrics::count(std::string_view route, std::string_view method, int status,
                    std::chrono::microseconds duration) {
  const auto seconds = std::chrono::duration<double>{duration}.count();
  const std::scoped_lock lock{mutex_};
  ++requests_[Key{route, method, status / 100}];
  auto found = durations_.find(route);
  if (found == durations_.end()) found = durations_.emplace(route, Histogram{}).first;
  auto& histogram = found->second;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (seconds <= bounds[i]) ++histogram.at_most[i];
  }
  ++histogram.count;
  histogram.sum += seconds;
}

void Metrics::count(Overload reason) {
  const std::scoped_lock lock{mutex_};
  ++overloads_[static_cast<std::size_t>(reason)];
}

std::string Metrics::text(const Gauges& gauges) const {
  std::ostringstream out;
  gauge(out, "salus_http_connections", "Open connections.", gauges.connections);
  gauge(out, "salus_http_requests_running", "Requests being worked on.", gauges.running);
  gauge(out, "salus_http_requests_waiting", "Requests in the queues.", gauges.waiting);
  gauge(out,
        "salus_http_request_memory_bytes",
        "Of requests that are not answered yet, beyond 64 KiB of each.",
        gauges.request_memory);
  const std::scoped_lock lock{mutex_};
  describe(out,
           "salus_http_overload_total",
           "counter",
           "Requests refused with 503, by what there was too much of.");
  for (std::size_t i = 0; i < overloads_.size(); ++i)
    out << "salus_http_overload_total{reason=\"" << enumerator_names<Overload>[i] << "\"} "
        << overloads_[i] << '\n';
  describe(out,
           "salus_http_requests_total",
           "counter",
           "Answers, by route, method and class of status.");
  for (const auto& [key, count] : requests_) {
    const auto& [route, method, status_class] = key;
    out << "salus_http_requests_total{route=\"" << route << "\",method=\"" << method
        << "\",status=\"" << status_class << "xx\"} " << count << '\n';
  }
  describe(out,
           "salus_http_request_duration_seconds",
           "histogram",
           "From the last byte of a request to its answer, or the last piece of it, by route.");
  for (const auto& [route, histogram] : durations_) {
    const auto labels = "{route=\"" + route + "\"";
    for (std::size_t i = 0; i < bounds.size(); ++i)
      out << "salus_http_request_duration_seconds_bucket" << labels << ",le=\"" << bounds[i]
          << "\"} " << histogram.at_most[i] << '\n';
    out << "salus_http_request_duration_seconds_bucket" << labels << ",le=\"+Inf\"} "
        << histogram.count << "\nsalus_http_request_duration_seconds_sum" << labels << "} "
        << histogram.sum << "\nsalus_http_request_duration_seconds_count" << labels << "} "
        << histogram.count << '\n';
  }
  return std::move(out).str();
}

}  // namespace salus::rest

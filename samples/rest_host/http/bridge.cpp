#include "rest_host/http/bridge.hpp"

#include <atomic>
#include <chrono>
#include <limits>
#include <optional>
#include <string_view>
#include <typeinfo>
#include <utility>

#include <httplib.h>

#include "salus/query/evaluate.hpp"
#include "salus/schema/validation.hpp"

#include "rest_host/api/negotiation.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/route.hpp"
#include "rest_host/api/url.hpp"
#include "rest_host/http/body_pieces.hpp"
#include "rest_host/http/common_headers.hpp"
#include "rest_host/http/cors.hpp"
#include "rest_host/http/exchange_stream.hpp"
#include "rest_host/http/plain_answer.hpp"

namespace salus::rest {

namespace {

using HandlerResponse = httplib::Server::HandlerResponse;

constexpr std::string_view metrics_path = "/metrics";
constexpr std::chrono::seconds retry_after{1};

/// What comes between a request and its answer.
struct Exchange {
  Connection& connection;
  Lane lane;
  std::string request_id;
  std::string method{};  ///< Empty: the library made no sense of the request.
  std::string route{};
  std::string failure{};
  HeaderList cors{};
  int status = 0;
  bool goes_on = false;  ///< The connection, after this.
  bool holds_stream = false;
  bool is_written = true;  ///< As a whole.
  bool is_recorded = false;
};

/// The library calls us back without a word about which connection it is for.
thread_local Exchange* current = nullptr;

/// The library's parser and writer, on a stream of ours.
class Processor : public httplib::Server {
 public:
  Processor() {
    // It never listens by itself; but without a socket it takes itself for stopped, and cuts bodies off.
    svr_sock_ = std::numeric_limits<socket_t>::max();
  }

  bool process(httplib::Stream& stream, const std::string& client) {
    bool is_closed = false;
    return process_request(
        stream, client, 0, {}, 0, true, is_closed, [](httplib::Request& request) {
          // The connection has invited the body already.
          request.headers.erase("Expect");
        });
  }
};

/// A form of several parts was read by the library already; the Api gets the other form that it could have had.
void take_headers_and_form(const httplib::Request& in, Request& request) {
  const bool has_parts = in.is_multipart_form_data() && !in.form.fields.empty();
  for (const auto& [name, value] : in.headers) {
    if (has_parts && detail::equal_ignoring_ascii_case(name, "Content-Type")) continue;
    request.headers.add(name, value);
  }
  if (!has_parts) return;
  Parameters fields;
  for (const auto& [name, field] : in.form.fields) fields.emplace_back(name, field.content);
  request.body = encode_parameters(fields);
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
}

Response busy() {
  auto answer = detail_response(503, reason_of(503));
  answer.headers.add("Retry-After", std::to_string(retry_after.count()));
  return answer;
}

std::string_view path_of(std::string_view target) {
  return target.substr(0, std::min(target.find('?'), target.size()));
}

bool is_for_operators(std::string_view path) { return path == "/healthz" || path == "/readyz"; }

}  // namespace

class Bridge::Implementation {
 public:
  explicit Implementation(BridgeParts parts)
      : parts_{std::move(parts)},
        cors_{parts_.options.cors_origins},
        common_headers_{common_headers(parts_.options.tls.has_value())} {
    http_.set_payload_max_length(parts_.options.largest_body);
    route();
  }

  Connection::Then answer(Connection& connection, Lane lane) {
    Exchange exchange{
        .connection = connection, .lane = lane, .request_id = parts_.recorder.next_request_id()};
    ExchangeStream stream{connection};
    current = &exchange;
    try {
      exchange.is_written = http_.process(stream, connection.peer().address) && exchange.is_written;
    } catch (const std::exception&
                 error) {  // by a body that was being written; what it says might quote it
      exchange.failure = typeid(error).name();
      exchange.is_written = false;
    } catch (...) {
      exchange.failure = "something that is no exception";
      exchange.is_written = false;
    }
    current = nullptr;
    if (exchange.holds_stream) release_stream(exchange.lane);
    if (!exchange.is_recorded) record(exchange);
    const bool goes_on = exchange.goes_on && exchange.is_written && stream.is_read();
    return goes_on ? Connection::Then::go_on : Connection::Then::close;
  }

  void close_connections() noexcept { closes_ = true; }
  void cut_streams() noexcept { cuts_ = true; }

 private:
  /// One catch-all per method: which path is what, the Api knows.
  void route() {
    const std::string every_path = ".*";
    const auto handler = [this](const httplib::Request& in, httplib::Response& out) {
      serve(in, out);
    };
    http_.Get(every_path, handler);
    http_.Post(every_path, handler);
    http_.Put(every_path, handler);
    http_.Patch(every_path, handler);
    http_.Delete(every_path, handler);
    http_.Options(every_path, handler);
    http_.set_error_handler([](const auto& in, auto& out) { return explain(in, out); });
    http_.set_post_routing_handler([this](const auto& in, auto& out) { finish(in, out); });
  }

  void serve(const httplib::Request& in, httplib::Response& out) {
    auto& exchange = *current;
    Request request{
        .method = in.method, .target = in.target, .headers = {}, .body = in.body, .base_url = {}};
    take_headers_and_form(in, request);
    request.client_address = client_address_of(in);
    request.base_url = base_url_of(in);
    exchange.cors = cors_.headers_for(request);
    exchange.method = in.method;
    exchange.goes_on = may_go_on(exchange.connection);
    auto answer = respond(request);
    if (answer.stream && in.method != "HEAD" && !reserve_stream(exchange)) {
      parts_.recorder.metrics().count(Overload::streams);
      answer = busy();
    }
    exchange.route = std::move(answer.route);
    exchange.failure = std::move(answer.failure);
    fill(exchange, out, std::move(answer));
  }

  Response respond(const Request& request) const {
    const auto path = path_of(request.target);
    if (current->connection.peer().door == Door::operations) {
      if (path == metrics_path) return metrics();
      if (!is_for_operators(path)) return detail_response(404, reason_of(404));
    }
    return cors_.is_preflight(request) ? cors_.answer_preflight(request) : parts_.respond(request);
  }

  Response metrics() const {
    Response answer;
    answer.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    answer.body = parts_.metrics_text();
    answer.route = metrics_path;
    return answer;
  }

  bool may_go_on(const Connection& connection) const {
    return !connection.head().closes &&
           connection.requests_served() + 1 < parts_.options.requests_per_connection;
  }

  std::string base_url_of(const httplib::Request& in) const {
    if (!parts_.options.public_url.empty()) return parts_.options.public_url;
    return (parts_.options.tls ? "https://" : "http://") + in.get_header_value("Host");
  }

  std::string client_address_of(const httplib::Request& in) const {
    if (parts_.options.client_address_header.empty()) return in.remote_addr;
    const auto entries = in.get_header_value(parts_.options.client_address_header);
    const auto last = entries.rfind(',');
    return std::string{
        detail::trimmed(last == std::string::npos ? entries : entries.substr(last + 1))};
  }

  void fill(Exchange& exchange, httplib::Response& out, Response answer) {
    out.status = answer.status;
    std::string type;
    for (const auto& [name, value] : answer.headers) {
      if (answer.stream && detail::equal_ignoring_ascii_case(name, "Content-Type"))
        type = value;
      else
        out.set_header(name, value);
    }
    if (!answer.stream) {
      out.body = std::move(answer.body);
      return;
    }
    auto provider = [this, &exchange, stream = std::move(answer.stream)](std::size_t,
                                                                         httplib::DataSink& sink) {
      return write_pieces(exchange, stream, sink);
    };
    if (!exchange.connection.head().is_old) {
      out.set_chunked_content_provider(type, std::move(provider));
    } else {
      out.set_content_provider(type, std::move(provider));  // which ends with its connection
    }
  }

  bool write_pieces(Exchange& exchange, const std::function<void(const BodySink&)>& stream,
                    httplib::DataSink& sink) const {
    BodyPieces pieces{[&](std::string_view piece) {
      return !cuts_ && sink.write(piece.data(), piece.size()) && exchange.connection.send_all();
    }};
    stream([&pieces](std::string_view piece) { return pieces.add(piece); });
    exchange.is_written = pieces.flush();
    if (exchange.is_written) sink.done();
    return exchange.is_written;
  }

  /// While a body is written, its thread mostly waits for the client: it holds no other request up.
  bool reserve_stream(Exchange& exchange) {
    if (++streams_ > parts_.options.streams) {
      --streams_;
      return false;
    }
    exchange.holds_stream = true;
    parts_.admission.raise(exchange.lane);
    return true;
  }

  void release_stream(Lane lane) {
    parts_.admission.lower(lane);
    --streams_;
  }

  /// Gives a body to what the library refused by itself.
  static HandlerResponse explain(const httplib::Request& in, httplib::Response& out) {
    if (out.has_header("Content-Type")) return HandlerResponse::Unhandled;
    // It reads Accept before we do, and calls nonsense in it a bad request.
    const bool unacceptable = out.status == 400 && in.has_header("Accept") &&
                              !accepts_json(in.get_header_value("Accept"));
    auto answer = unacceptable ? not_acceptable().response()
                               : detail_response(out.status, reason_of(out.status));
    out.status = answer.status;
    for (const auto& [name, value] : answer.headers) out.set_header(name, value);
    out.body = std::move(answer.body);
    return HandlerResponse::Handled;
  }

  /// The last word about the headers.
  void finish(const httplib::Request& in, httplib::Response& out) const {
    auto& exchange = *current;
    exchange.status = out.status;
    if (exchange.method.empty()) exchange.method = in.method;
    out.headers.erase("Accept-Ranges");
    out.headers.erase("Keep-Alive");
    out.headers.erase("Connection");
    exchange.goes_on = exchange.goes_on && !closes_;  // we may have been stopped meanwhile
    if (!exchange.goes_on) out.set_header("Connection", "close");
    for (const auto& [name, value] : common_headers_) {
      if (!out.has_header(name)) out.set_header(name, value);
    }
    for (const auto& [name, value] : exchange.cors) out.set_header(name, value);
    out.set_header("X-Request-Id", exchange.request_id);
    // A client that has its answer finds it in the numbers. How long pieces take is known at their end.
    if (!exchange.holds_stream) record(exchange);
  }

  void record(Exchange& exchange) const {
    exchange.is_recorded = true;
    const auto duration = Clock::now() - exchange.connection.request_came();
    parts_.recorder.record(
        {.method = exchange.method,
         .route = exchange.route,
         .status = exchange.status,
         .duration = std::chrono::duration_cast<std::chrono::microseconds>(duration),
         .request_id = exchange.request_id,
         .failure = exchange.failure});
  }

  BridgeParts parts_;
  Cors cors_;
  HeaderList common_headers_;
  Processor http_;
  std::atomic<std::size_t> streams_ = 0;
  std::atomic<bool> closes_ = false;
  std::atomic<bool> cuts_ = false;
};

Bridge::Bridge(BridgeParts parts)
    : implementation_{std::make_unique<Implementation>(std::move(parts))} {}

Bridge::~Bridge() = default;

Connection::Then Bridge::answer(Connection& connection, Lane lane) noexcept {
  try {
    return implementation_->answer(connection, lane);
  } catch (...) {  // no memory for the answer, nor for saying so
    return Connection::Then::close;
  }
}

void Bridge::close_connections() noexcept { implementation_->close_connections(); }
void Bridge::cut_streams() noexcept { implementation_->cut_streams(); }

Lane lane_of(const Connection& connection) {
  const auto& head = connection.head();
  if (connection.peer().door == Door::operations || is_for_operators(path_of(head.target)))
    return Lane::operations;
  if (is_safe(head.method) || head.method == "DELETE") return Lane::ordinary;
  static const auto accounts = Catalog{}.with<User>();  // the other entities have no passwords
  const auto target = parse_target(head.target);
  const auto route = find_route(accounts, target.path);
  const bool hashes = route && (route->kind == RouteKind::log_in ||
                                route->kind == RouteKind::registration || route->entry != nullptr);
  return hashes ? Lane::passwords : Lane::ordinary;
}

}  // namespace salus::rest

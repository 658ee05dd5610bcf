#include "rest_host/http/server.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <random>
#include <string_view>
#include <utility>

#include <httplib.h>

#include "salus/query/evaluate.hpp"
#include "salus/schema/validation.hpp"

#include "rest_host/api/negotiation.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/url.hpp"
#include "rest_host/http/request_log.hpp"

namespace salus::rest {

namespace {

using HandlerResponse = httplib::Server::HandlerResponse;
using Clock = std::chrono::steady_clock;

constexpr std::size_t idle_threads = 8;
constexpr std::size_t longest_queue = 1024;
constexpr const char* note_key = "note";

/// What is known of an exchange besides what stands in it.
struct ExchangeNote {
  Clock::time_point begun = Clock::now();
  std::string route;
  std::string failure;
};

constexpr std::array<std::pair<const char*, const char*>, 5> common_headers{{
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"},
    {"Cache-Control", "no-store"},
}};

bool all_of_text(std::string_view text, bool (*accept)(char)) {
  return !text.empty() && std::ranges::all_of(text, accept);
}

/// RFC 9112 §3.2, §6.1 and §6.2. The library lets these through; between two servers that read them
/// differently, a second request could hide in the first.
bool is_well_framed(const httplib::Request& request) {
  const auto once_at_most = [&request](const char* name) {
    return request.get_header_value_count(name) <= 1;
  };
  if (request.get_header_value_count("Host") != 1 || !once_at_most("Transfer-Encoding"))
    return false;
  const auto coding = request.get_header_value("Transfer-Encoding", "chunked");
  const auto length = request.get_header_value("Content-Length", "0");
  return detail::equal_ignoring_ascii_case(coding, "chunked") && once_at_most("Content-Length") &&
         all_of_text(length, detail::is_digit);
}

/// The name stands in the links of answers.
bool is_host(std::string_view host) {
  return all_of_text(host, [](char c) {
    return detail::is_letter_or_digit(c) ||
           std::string_view{"-._:[]"}.find(c) != std::string_view::npos;
  });
}

std::string_view reason_of(int status) {
  switch (status) {
    case 404:
      return "Not found.";
    case 413:
      return "The request body is too large.";
    case 414:
      return "The request target is too long.";
    case 416:
      return "The range cannot be satisfied.";
    case 500:
      return "A server error occurred.";
    default:
      return "Bad request.";
  }
}

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

void fill(httplib::Response& out, Response answer) {
  out.status = answer.status;
  for (const auto& [name, value] : answer.headers) out.set_header(name, value);
  out.body = std::move(answer.body);
}

}  // namespace

class Server::Implementation {
 public:
  Implementation(const Api& api, ServerOptions options) : api_{&api}, options_{std::move(options)} {
    prepare();
  }

  Implementation(const Clinic& clinic, ServerOptions options, ApiOptions api_options)
      : own_api_{std::make_unique<Api>(clinic, api_options)},
        api_{own_api_.get()},
        options_{std::move(options)} {
    prepare();
  }

  void run() {
    if (!http_.listen_after_bind() && !stopping_) {
      throw Error{ErrorCode::storage_unavailable, "The server can accept no more connections."};
    }
  }

  void stop() noexcept {
    stopping_ = true;
    http_.stop();
  }

  int port() const noexcept { return port_; }

 private:
  void prepare() {
    limit();
    route();
    bind();
  }

  void limit() {
    http_.new_task_queue = [threads = options_.threads] {
      return new httplib::ThreadPool(std::min(idle_threads, threads), threads, longest_queue);
    };
    http_.set_tcp_nodelay(true);
    http_.set_payload_max_length(options_.largest_body);
    http_.set_keep_alive_max_count(options_.requests_per_connection);
    http_.set_keep_alive_timeout(options_.idle_timeout.count());
    http_.set_read_timeout(options_.read_timeout.count());
    http_.set_write_timeout(options_.write_timeout.count());
    // The library's default would let two servers share a port without a word.
    http_.set_socket_options(
        [](auto socket) { httplib::set_socket_opt(socket, SOL_SOCKET, SO_REUSEADDR, 1); });
  }

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
    http_.set_pre_routing_handler([](const auto& in, auto& out) { return admit(in, out); });
    http_.set_error_handler([](const auto& in, auto& out) { return explain(in, out); });
    http_.set_post_routing_handler([this](const auto& in, auto& out) { finish(in, out); });
  }

  void bind() {
    if (options_.port == 0)
      port_ = http_.bind_to_any_port(options_.host);
    else if (http_.bind_to_port(options_.host, options_.port))
      port_ = options_.port;
    if (port_ > 0) return;
    throw Error{ErrorCode::invalid_input,
                "The address " + options_.host + ":" + std::to_string(options_.port) +
                    " cannot be bound: another program has it, or it is not ours."};
  }

  static HandlerResponse admit(const httplib::Request& in, httplib::Response& out) {
    out.user_data.set(note_key, ExchangeNote{});
    if (is_well_framed(in) && is_host(in.get_header_value("Host")))
      return HandlerResponse::Unhandled;
    fill(out, detail_response(400, reason_of(400)));
    return HandlerResponse::Handled;
  }

  void serve(const httplib::Request& in, httplib::Response& out) const {
    Request request{
        .method = in.method, .target = in.target, .headers = {}, .body = in.body, .base_url = {}};
    take_headers_and_form(in, request);
    request.client_address = client_address_of(in);
    request.base_url =
        options_.public_url.empty() ? "http://" + in.get_header_value("Host") : options_.public_url;
    auto answer = api_->handle(request);
    if (auto* note = out.user_data.get<ExchangeNote>(note_key)) {
      note->route = std::move(answer.route);
      note->failure = std::move(answer.failure);
    }
    fill(out, std::move(answer));
  }

  std::string client_address_of(const httplib::Request& in) const {
    if (options_.client_address_header.empty()) return in.remote_addr;
    const auto entries = in.get_header_value(options_.client_address_header);
    const auto last = entries.rfind(',');
    return std::string{
        detail::trimmed(last == std::string::npos ? entries : entries.substr(last + 1))};
  }

  /// Gives a body to what the library refused by itself.
  static HandlerResponse explain(const httplib::Request& in, httplib::Response& out) {
    if (out.has_header("Content-Type")) return HandlerResponse::Unhandled;
    // It reads Accept before we do, and calls nonsense in it a bad request.
    const bool unacceptable = out.status == 400 && in.has_header("Accept") &&
                              !accepts_json(in.get_header_value("Accept"));
    fill(out,
         unacceptable ? not_acceptable().response()
                      : detail_response(out.status, reason_of(out.status)));
    return HandlerResponse::Handled;
  }

  void finish(const httplib::Request& in, httplib::Response& out) {
    const auto request_id = next_request_id();
    for (const auto& [name, value] : common_headers) out.set_header(name, value);
    out.set_header("X-Request-Id", request_id);
    out.headers.erase("Accept-Ranges");
    write_log(in, out, request_id);
  }

  void write_log(const httplib::Request& in, httplib::Response& out,
                 const std::string& request_id) const {
    const auto* known = out.user_data.get<ExchangeNote>(note_key);
    const ExchangeNote note = known != nullptr ? *known : ExchangeNote{};
    if (options_.log == RequestLog::failures && note.failure.empty()) return;
    const LogEntry entry{.method = in.method,
                         .route = note.route,
                         .status = out.status,
                         .duration = std::chrono::duration_cast<std::chrono::microseconds>(
                             Clock::now() - note.begun),
                         .request_id = request_id,
                         .failure = note.failure};
    const auto line = to_json(entry, std::chrono::system_clock::now()) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
  }

  /// Unlike those of other processes, and in order within this one.
  std::string next_request_id() { return process_name_ + "-" + std::to_string(++requests_); }

  std::unique_ptr<Api> own_api_;
  const Api* api_;
  ServerOptions options_;
  httplib::Server http_;
  int port_ = -1;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint64_t> requests_ = 0;
  std::string process_name_ = std::to_string(std::random_device{}());
};

Server::Server(const Api& api, ServerOptions options)
    : implementation_{std::make_unique<Implementation>(api, std::move(options))} {}

Server::Server(const Clinic& clinic, ServerOptions options, ApiOptions api_options)
    : implementation_{std::make_unique<Implementation>(clinic, std::move(options), api_options)} {}

Server::~Server() = default;

void Server::run() { implementation_->run(); }
void Server::stop() noexcept { implementation_->stop(); }
int Server::port() const noexcept { return implementation_->port(); }

}  // namespace salus::rest

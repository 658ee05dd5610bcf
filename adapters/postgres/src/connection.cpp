#include "connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>

#include "salus/core/error.hpp"

namespace salus::postgres {

namespace {

constexpr int oldest_version = 130000;

/// Until the socket is readable (or writable, if there is more to send) or the time is over.
bool wait_for_socket(int socket, short events, Deadline deadline) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const auto timeout = std::clamp<std::int64_t>(left.count(), 0, 3'600'000);
    pollfd descriptor{socket, events, 0};
    const int ready = ::poll(&descriptor, 1, static_cast<int>(timeout));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return true;  // libpq will find out what it is
    if (ready == 0 && left.count() <= 0) return false;
  }
}

/// What libpq says of a failed connection: host, port, role and reason, never the password.
std::string reason(PGconn* connection) {
  std::string_view text = connection != nullptr ? PQerrorMessage(connection) : "out of memory";
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string{text};
}

}  // namespace

Connection::Connection(const std::string& uri, std::chrono::seconds timeout) {
  const auto seconds = std::to_string(timeout.count());
  // Of two equal words the later one holds: before `dbname` stand our defaults, behind it what must be.
  // tcp_user_timeout bounds the wait for a machine that vanished, also while cancelling.
  constexpr std::array words{"connect_timeout",
                             "tcp_user_timeout",
                             "fallback_application_name",
                             "dbname",
                             "client_encoding",
                             static_cast<const char*>(nullptr)};
  const std::array values{
      seconds.c_str(), "15000", "salus", uri.c_str(), "UTF8", static_cast<const char*>(nullptr)};
  connection_.reset(PQconnectdbParams(words.data(), values.data(), 1));
  if (PQstatus(libpq()) != CONNECTION_OK) {
    throw Error{ErrorCode::storage_unavailable, "Cannot connect to PostgreSQL: " + reason(libpq())};
  }
  if (PQserverVersion(libpq()) < oldest_version) {
    throw Error{ErrorCode::unsupported,
                "Salus needs PostgreSQL 13 or newer; this server is " +
                    std::to_string(PQserverVersion(libpq()) / 10000) + "."};
  }
  PQsetNoticeReceiver(libpq(), &Connection::receive_notice, this);
  if (PQsetnonblocking(libpq(), 1) != 0 || PQenterPipelineMode(libpq()) != 1) {
    throw Error{ErrorCode::internal, "libpq refuses the pipeline mode."};
  }
}

bool Connection::died_idle() {
  pollfd descriptor{PQsocket(libpq()), POLLIN, 0};
  // What arrives unasked is the end, or the first sign of it. (Or a changed setting; a new connection is no loss then.)
  return ::poll(&descriptor, 1, 0) != 0;
}

Wait Connection::wait(Deadline deadline) {
  for (;;) {
    const int unsent = PQflush(libpq());
    if (PQisBusy(libpq()) == 0) return Wait::answered;
    const auto events = static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN);
    if (!wait_for_socket(PQsocket(libpq()), events, deadline)) return Wait::out_of_time;
    // If it fails the connection is not busy any more, and the next answer is the error.
    static_cast<void>(PQconsumeInput(libpq()));
  }
}

void Connection::cancel() noexcept {
  std::array<char, 256> message{};
  const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> handle{PQgetCancel(libpq()),
                                                                  &PQfreeCancel};
  if (handle) PQcancel(handle.get(), message.data(), static_cast<int>(message.size()));
}

void Connection::receive_notice(void* self, const PGresult* notice) noexcept {
  if (error_field(notice, PG_DIAG_SQLSTATE) == "01000")
    static_cast<Connection*>(self)->warned_ = true;
}

bool is_connection_string(const std::string& text) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{
      PQconninfoParse(text.c_str(), nullptr), &PQconninfoFree};
  return options != nullptr;
}

}  // namespace salus::postgres

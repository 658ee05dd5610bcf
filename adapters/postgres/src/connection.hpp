#pragma once

/// One connection to the server, and the waiting for it: nothing here waits past a deadline.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <libpq-fe.h>

#include "salus/sql/statement_cache.hpp"

#include "binary.hpp"
#include "remembered_head.hpp"
#include "result.hpp"
#include "statement.hpp"

namespace salus::postgres {

using Deadline = std::chrono::steady_clock::time_point;

inline Deadline deadline_in(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + time;
}

enum class Wait : std::uint8_t { answered, out_of_time };

/// A libpq connection, non-blocking and in pipeline mode from the start. One thread at a time.
class Connection {
 public:
  /// Connects. Throws `storage_unavailable`, or `unsupported` if the server is too old.
  Connection(const std::string& uri, std::chrono::seconds timeout);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() = default;

  PGconn* libpq() { return connection_.get(); }

  /// False once it is dead, or in a state that nobody knows.
  bool usable() const { return !broken_ && PQstatus(connection_.get()) == CONNECTION_OK; }

  /// Usable, and in no transaction.
  bool idle() const { return usable() && PQtransactionStatus(connection_.get()) == PQTRANS_IDLE; }

  /// Whether it died while it lay idle; asks the socket, not the server.
  bool died_idle();

  void mark_broken() { broken_ = true; }

  /// Sends what is queued and waits until the next answer can be taken without blocking.
  Wait wait(Deadline deadline);

  /// Asks the server to give up what it is doing.
  void cancel() noexcept;

  /// Names of the statements that the server has prepared. PostgreSQL never forgets one by itself.
  std::unordered_set<std::string>& prepared() { return prepared_; }

  /// Rendered statements by the shape of their query.
  sql::StatementCache<Statement>& statements() { return statements_; }

  /// Space for the parameters of the statement that is being queued.
  Parameters& parameters() { return parameters_; }

  RememberedHead& remembered_head() { return remembered_head_; }

  /// Whether the server has sent a warning since the last call. After COMMIT it says that the
  /// synchronous standby did not confirm.
  bool take_warning() { return std::exchange(warned_, false); }

 private:
  struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };
  static void receive_notice(void* self, const PGresult* notice) noexcept;

  std::unique_ptr<PGconn, Finish> connection_;
  std::unordered_set<std::string> prepared_;
  sql::StatementCache<Statement> statements_{256};
  Parameters parameters_;
  RememberedHead remembered_head_;
  bool broken_ = false;
  bool warned_ = false;
};

/// Whether libpq can read it as a connection string.
bool is_connection_string(const std::string& text);

}  // namespace salus::postgres

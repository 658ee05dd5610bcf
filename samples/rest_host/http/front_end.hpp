#pragma once

/// The connections of a server, and the threads that serve them.
///
/// A connection belongs to nobody while it waits for its client: it rests in a table, and the system tells when
/// its socket can go on. Then one thread takes it, reads what is there, and lets it rest again until a whole
/// request has come; so a slow or an idle client costs memory and no thread. A thread that has a whole request
/// works on it at once if fewer than the allowed number do, without handing it over; otherwise the request waits
/// in a queue with an end, and beyond that it is refused. As there is a thread more than may work at a time, one
/// is always left to read and to refuse.

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "rest_host/http/admission.hpp"
#include "rest_host/http/bridge.hpp"
#include "rest_host/http/common_headers.hpp"
#include "rest_host/http/connection.hpp"
#include "rest_host/http/connection_table.hpp"
#include "rest_host/http/event_queue.hpp"
#include "rest_host/http/listener.hpp"

namespace salus::rest {

class FrontEnd {
 public:
  /// Binds the addresses; throws `invalid_input` if one is not to be had. `options` outlive it.
  FrontEnd(Handler respond, const ServerOptions& options);
  FrontEnd(const FrontEnd&) = delete;
  FrontEnd& operator=(const FrontEnd&) = delete;
  ~FrontEnd();

  void run();
  void stop() noexcept;

  int port() const noexcept { return service_.port(); }
  int operations_port() const noexcept { return operations_ ? operations_->port() : 0; }

 private:
  void serve_events() noexcept;
  void handle(std::uint64_t name);

  void accept_all(Door door);
  void add_connection(Accepted accepted, Ticket ticket, Door door);
  void resume_accepting();

  void proceed(std::unique_ptr<Connection> connection);
  void let_rest(std::unique_ptr<Connection> connection, Connection::Need need);
  void admit(std::unique_ptr<Connection> connection);
  void answer(Admitted admitted);
  void refuse(std::unique_ptr<Connection> connection, int status,
              std::optional<Overload> reason = std::nullopt);
  void drop(std::unique_ptr<Connection> connection);

  void tick();
  void end_overdue();
  void drain();
  std::size_t thread_count() const;
  const Listener& listener_of(Door door) const;
  std::string metrics_text();

  const ServerOptions& options_;
  MemoryBudget memory_;
  ConnectionLimits limits_;
  HeaderList common_headers_;
  std::optional<TlsContext> tls_;
  Listener service_;
  std::optional<Listener> operations_;
  ExchangeRecorder recorder_;
  Admission admission_;
  ConnectionTable table_;
  EventQueue events_;
  Bridge bridge_;
  std::atomic<bool> is_ended_ = false;
  std::atomic<bool> is_full_ = false;  ///< Accepting rests until there is a place.
  std::mutex mutex_;                   ///< Of the next.
  std::condition_variable stopped_;
  std::atomic<bool> is_stopping_ = false;
};

}  // namespace salus::rest

#include "rest_host/http/front_end.hpp"

#include <algorithm>
#include <csignal>
#include <utility>

#include "rest_host/http/plain_answer.hpp"

namespace salus::rest {

namespace {

/// Names of events that are no tickets: those count from zero.
constexpr std::uint64_t service_name = EventQueue::ended - 1;
constexpr std::uint64_t operations_name = EventQueue::ended - 2;

constexpr std::chrono::milliseconds tick_length{100};
constexpr std::chrono::seconds retry_after{1};
constexpr std::size_t operations_workers = 2;
constexpr std::size_t waiting_operations = 64;
constexpr int most_accepted_at_once = 64;

/// Beyond the allowed number, so many more are told that we are busy at a time; the others wait to connect.
constexpr std::size_t surplus = 256;

constexpr std::uint64_t name_of(Door door) {
  return door == Door::service ? service_name : operations_name;
}

constexpr Wish wish_of(Connection::Need need) {
  return need == Connection::Need::output ? Wish::output : Wish::input;
}

ConnectionLimits limits_of(const ServerOptions& options, MemoryBudget& memory) {
  return {.read = {.head = {.bytes = options.largest_head}, .body = options.largest_body},
          .memory = &memory,
          .read_timeout = options.read_timeout,
          .write_timeout = options.write_timeout,
          .idle_timeout = options.idle_timeout};
}

/// A client that goes away while OpenSSL writes to it must not end the process.
void block_broken_pipes() {
  sigset_t signals{};
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

FrontEnd::FrontEnd(Handler respond, const ServerOptions& options)
    : options_{options},
      memory_{options.request_memory},
      limits_{limits_of(options, memory_)},
      common_headers_{common_headers(options.tls.has_value())},
      service_{options.host, options.port},
      recorder_{options.log},
      admission_{{LaneLimits{options.workers, options.waiting},
                  LaneLimits{options.password_workers, options.waiting_passwords},
                  LaneLimits{operations_workers, waiting_operations}}},
      table_{options.connections + surplus},
      bridge_{{.respond = std::move(respond),
               .options = options,
               .admission = admission_,
               .recorder = recorder_,
               .metrics_text = [this] { return metrics_text(); }}} {
  if (options.tls) tls_.emplace(*options.tls);
  events_.add(service_.descriptor(), Wish::input, service_name);
  if (!options.operations) return;
  operations_.emplace(options.operations->host, options.operations->port);
  events_.add(operations_->descriptor(), Wish::input, operations_name);
}

FrontEnd::~FrontEnd() = default;

const Listener& FrontEnd::listener_of(Door door) const {
  return door == Door::service ? service_ : *operations_;
}

std::string FrontEnd::metrics_text() {
  return recorder_.metrics().text({.connections = table_.size(),
                                   .running = admission_.running(),
                                   .waiting = admission_.waiting(),
                                   .request_memory = memory_.taken()});
}

// -- Threads -----------------------------------------------------------------------------------------

std::size_t FrontEnd::thread_count() const {
  return options_.workers + options_.password_workers + operations_workers + options_.streams + 1;
}

void FrontEnd::run() {
  if (is_stopping_) return;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < thread_count(); ++i) threads.emplace_back([this] { serve_events(); });
  while (!is_stopping_) tick();
  drain();
  is_ended_ = true;
  events_.end();
  for (auto& thread : threads) thread.join();
}

void FrontEnd::stop() noexcept {
  bridge_.close_connections();
  const std::scoped_lock lock{mutex_};
  is_stopping_ = true;
  stopped_.notify_all();
}

void FrontEnd::serve_events() noexcept {
  block_broken_pipes();
  while (!is_ended_) handle(events_.wait());
}

void FrontEnd::handle(std::uint64_t name) {
  if (name == EventQueue::ended) return;
  if (name == service_name) return accept_all(Door::service);
  if (name == operations_name) return accept_all(Door::operations);
  if (auto connection = table_.take(name)) proceed(std::move(connection));
}

// -- New connections ---------------------------------------------------------------------------------

void FrontEnd::accept_all(Door door) {
  for (int i = 0; i < most_accepted_at_once && !is_stopping_; ++i) {
    const auto ticket = table_.reserve();
    if (!ticket) {
      is_full_ = true;  // the next tick goes on
      return;
    }
    auto accepted = listener_of(door).accept();
    if (!accepted) {
      table_.release(*ticket);
      break;
    }
    add_connection(*std::move(accepted), *ticket, door);
  }
  if (!is_stopping_) events_.arm(listener_of(door).descriptor(), Wish::input, name_of(door));
}

void FrontEnd::add_connection(Accepted accepted, Ticket ticket, Door door) {
  const bool is_encrypted = tls_ && door == Door::service;
  Peer peer{.address = std::move(accepted.address),
            .door = door,
            .is_surplus = door == Door::service && table_.size() > options_.connections,
            .ticket = ticket};
  auto transport = is_encrypted ? tls_->accept(std::move(accepted.socket))
                                : plain_transport(std::move(accepted.socket));
  table_.put(std::make_unique<Connection>(std::move(transport), std::move(peer), limits_),
             [this](const Connection& connection) {
               events_.add(connection.descriptor(), Wish::input, connection.peer().ticket);
             });
}

void FrontEnd::resume_accepting() {
  if (!is_full_.exchange(false)) return;
  events_.arm(service_.descriptor(), Wish::input, service_name);
  if (operations_) events_.arm(operations_->descriptor(), Wish::input, operations_name);
}

// -- A connection's way ------------------------------------------------------------------------------

void FrontEnd::proceed(std::unique_ptr<Connection> connection) {
  const auto need = connection->advance();
  if (need == Connection::Need::answer) return admit(std::move(connection));
  if (need != Connection::Need::refusal) return let_rest(std::move(connection), need);
  const int status = connection->refusal();
  const auto reason = status == 503 ? std::optional{Overload::memory} : std::nullopt;
  refuse(std::move(connection), status, reason);
}

void FrontEnd::let_rest(std::unique_ptr<Connection> connection, Connection::Need need) {
  if (need == Connection::Need::end) return drop(std::move(connection));
  table_.put(std::move(connection), [this, need](const Connection& resting) {
    events_.arm(resting.descriptor(), wish_of(need), resting.peer().ticket);
  });
}

void FrontEnd::drop(std::unique_ptr<Connection> connection) {
  const auto ticket = connection->peer().ticket;
  connection.reset();
  table_.release(ticket);
}

void FrontEnd::admit(std::unique_ptr<Connection> connection) {
  if (connection->peer().is_surplus)
    return refuse(std::move(connection), 503, Overload::connections);
  const auto lane = lane_of(*connection);
  auto admitted = admission_.enter(lane, connection);
  if (!admitted && connection) return refuse(std::move(connection), 503, Overload::requests);
  while (admitted) {
    answer(*std::move(admitted));
    admitted = admission_.leave(lane);
  }
}

void FrontEnd::answer(Admitted admitted) {
  auto connection = std::move(admitted.connection);
  if (Clock::now() - connection->request_came() > options_.longest_wait)
    return refuse(std::move(connection), 503, Overload::requests);
  connection->finish_request(bridge_.answer(*connection, admitted.lane));
  const auto need = connection->settle();
  let_rest(std::move(connection), need);
}

void FrontEnd::refuse(std::unique_ptr<Connection> connection, int status,
                      std::optional<Overload> reason) {
  const auto request_id = recorder_.next_request_id();
  PlainAnswer plain{.status = status, .request_id = request_id};
  if (reason) {
    plain.retry_after = retry_after;
    recorder_.metrics().count(*reason);
  }
  connection->send(to_text(plain, common_headers_));
  recorder_.record({.method = connection->has_head() ? connection->head().method : std::string{},
                    .route = {},
                    .status = status,
                    .request_id = request_id,
                    .failure = {}});
  connection->finish_request(Connection::Then::linger);
  const auto need = connection->settle();
  let_rest(std::move(connection), need);
}

// -- Time --------------------------------------------------------------------------------------------

void FrontEnd::tick() {
  std::unique_lock lock{mutex_};
  stopped_.wait_for(lock, tick_length, [this] { return is_stopping_.load(); });
  lock.unlock();
  end_overdue();
  resume_accepting();
}

void FrontEnd::end_overdue() {
  const auto now = Clock::now();
  table_.take_if([now](const Connection& resting) { return resting.deadline() <= now; },
                 [this](std::unique_ptr<Connection> overdue) {
                   if (overdue->is_within_request())
                     refuse(std::move(overdue), 408);
                   else
                     drop(std::move(overdue));
                 });
}

/// What was begun goes on, nothing new comes.
void FrontEnd::drain() {
  service_.stop();
  if (operations_) operations_->stop();
  const auto until = Clock::now() + options_.stop_timeout;
  while (table_.size() > 0 && Clock::now() < until) {
    table_.take_if([](const Connection& resting) { return resting.is_idle(); },
                   [this](std::unique_ptr<Connection> idle) { drop(std::move(idle)); });
    end_overdue();
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  bridge_.cut_streams();
  const auto everybody = [](const Connection&) { return true; };
  table_.take_if(everybody, [this](std::unique_ptr<Connection> rest) { drop(std::move(rest)); });
}

}  // namespace salus::rest

#include "rest_host/http/connection.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <poll.h>

namespace salus::rest {

namespace {

constexpr std::chrono::seconds longest_lingering{2};
constexpr std::size_t most_discarded = 4'194'304;
constexpr std::size_t kept_capacity = 65'536;  // what each connection may hold of a request anyway
constexpr std::string_view empty_line = "\r\n";
constexpr std::string_view go_ahead = "HTTP/1.1 100 Continue\r\n\r\n";

/// A thread's own, as no connection needs one while it waits.
std::span<char> scratch() {
  thread_local std::array<char, 65'536> room;
  return room;
}

}  // namespace

Connection::Connection(std::unique_ptr<Transport> transport, Peer peer,
                       const ConnectionLimits& limits)
    : transport_{std::move(transport)}, peer_{std::move(peer)}, limits_{&limits} {
  reader_.emplace(limits.read);
}

Connection::~Connection() { limits_->memory->give_back(borrowed_); }

Clock::time_point Connection::deadline() const {
  if (!output_.empty()) return phase_began_ + limits_->write_timeout;
  if (ending_ != Ending::no) return phase_began_ + longest_lingering;
  const bool is_idle = input_.empty() && requests_served_ > 0;
  return phase_began_ + (is_idle ? limits_->idle_timeout : limits_->read_timeout);
}

std::size_t Connection::send_some(std::string_view bytes, Transfer::Outcome& outcome) {
  std::size_t sent = 0;
  outcome = Transfer::Outcome::moved;
  while (sent < bytes.size()) {
    const auto transfer = transport_->send(bytes.substr(sent));
    outcome = transfer.outcome;
    if (outcome != Transfer::Outcome::moved) break;
    sent += transfer.bytes;
  }
  is_broken_ = is_broken_ || outcome == Transfer::Outcome::ended;
  return sent;
}

void Connection::send(std::string_view bytes) {
  if (is_broken_) return;
  if (output_.empty()) {
    Transfer::Outcome outcome{};
    bytes.remove_prefix(send_some(bytes, outcome));
    phase_began_ = Clock::now();
  }
  output_.append(bytes);
}

std::optional<Connection::Need> Connection::flush() {
  Transfer::Outcome outcome = Transfer::Outcome::moved;
  if (!is_broken_ && !output_.empty())
    sent_ += send_some(std::string_view{output_}.substr(sent_), outcome);
  if (is_broken_) return Need::end;
  if (sent_ < output_.size())
    return outcome == Transfer::Outcome::wants_input ? Need::input : Need::output;
  if (output_.empty()) return std::nullopt;
  output_.clear();
  if (output_.capacity() > kept_capacity) output_.shrink_to_fit();
  sent_ = 0;
  phase_began_ = Clock::now();
  return std::nullopt;
}

bool Connection::send_all() {
  const auto until = Clock::now() + limits_->write_timeout;
  while (const auto need = flush()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    if (*need == Need::end || left.count() <= 0) return false;
    pollfd wish{.fd = descriptor(),
                .events = static_cast<short>(*need == Need::input ? POLLIN : POLLOUT),
                .revents = 0};
    if (::poll(&wish, 1, static_cast<int>(left.count())) == 0) return false;
  }
  return true;
}

/// An empty line or two before a request are no part of it (RFC 9112 §2.2).
RequestReader::State Connection::look_at_input() {
  if (reader_->size() == 0 && !has_head()) {
    while (input_.starts_with(empty_line)) input_.erase(0, empty_line.size());
    if (input_ == "\r") return RequestReader::State::incomplete;
  }
  return reader_->look_at(input_);
}

/// Borrows for the input what exceeds a connection's own share, and gives back what it no longer needs.
bool Connection::adjust_loan() noexcept {
  const auto needed = input_.size() > kept_capacity ? input_.size() - kept_capacity : 0;
  if (needed > borrowed_ && !limits_->memory->take(needed - borrowed_)) return false;
  if (needed < borrowed_) limits_->memory->give_back(borrowed_ - needed);
  borrowed_ = needed;
  return true;
}

/// Takes what has come; nothing if something has.
std::optional<Connection::Need> Connection::receive() {
  if (has_peer_ended_) return Need::end;
  const auto transfer = transport_->receive(scratch());
  switch (transfer.outcome) {
    case Transfer::Outcome::wants_input:
      return Need::input;
    case Transfer::Outcome::wants_output:
      return Need::output;
    case Transfer::Outcome::ended:
      has_peer_ended_ = true;
      return Need::end;
    case Transfer::Outcome::moved:
      break;
  }
  if (input_.empty() && ending_ == Ending::no) phase_began_ = Clock::now();
  input_.append(scratch().data(), transfer.bytes);
  if (adjust_loan()) return std::nullopt;
  is_out_of_memory_ = true;
  request_came_ = Clock::now();
  return Need::refusal;
}

Connection::Need Connection::end_slowly() {
  if (ending_ == Ending::close) return Need::end;
  if (!std::exchange(has_ended_sending_, true)) transport_->end_sending();
  while (true) {
    if (const auto need = receive()) return *need;
    discarded_ += std::exchange(input_, {}).size();
    if (discarded_ > most_discarded) return Need::end;
  }
}

Connection::Need Connection::advance() {
  if (const auto need = flush()) return *need;
  if (ending_ != Ending::no) return end_slowly();
  while (true) {
    switch (look_at_input()) {
      case RequestReader::State::whole:
        request_came_ = Clock::now();
        return Need::answer;
      case RequestReader::State::refused:
        request_came_ = Clock::now();
        return Need::refusal;
      case RequestReader::State::incomplete:
        break;
    }
    if (reader_->takes_expectation()) send(go_ahead);
    if (const auto need = receive()) return *need;
  }
}

Connection::Need Connection::settle() {
  if (const auto need = flush()) return *need;
  if (ending_ != Ending::no) return end_slowly();
  const bool holds_input = !input_.empty() || transport_->holds_input();
  return holds_input || has_peer_ended_ ? Need::output : Need::input;
}

void Connection::finish_request(Then then) {
  ++requests_served_;
  input_.erase(0, reader_->size());
  reader_.emplace(limits_->read);
  phase_began_ = Clock::now();
  if (then == Then::linger || (then == Then::close && !input_.empty()))
    ending_ = Ending::linger;
  else if (then == Then::close)
    ending_ = Ending::close;
  if (ending_ != Ending::no) input_.clear();
  if (input_.empty() && input_.capacity() > kept_capacity) input_.shrink_to_fit();
  adjust_loan();
}

}  // namespace salus::rest

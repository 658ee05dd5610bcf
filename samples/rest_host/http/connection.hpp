#pragma once

/// One client's connection: requests come in piece by piece, answers go out as fast as the client reads.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rest_host/http/memory_budget.hpp"
#include "rest_host/http/request_reader.hpp"
#include "rest_host/http/transport.hpp"

namespace salus::rest {

using Clock = std::chrono::steady_clock;

/// Which of the server's addresses a client came to.
enum class Door : unsigned char {
  service,     ///< The API.
  operations,  ///< What those who run the server ask: health and metrics.
};

/// Names the place where a connection rests, for as long as it has it (see connection_table.hpp).
using Ticket = std::uint64_t;

/// What a connection is held to.
struct ConnectionLimits {
  ReadLimits read;
  MemoryBudget* memory;                            ///< Of all connections. Never null.
  std::chrono::milliseconds read_timeout{10'000};  ///< For a whole request, from its first byte.
  std::chrono::milliseconds write_timeout{
      10'000};  ///< For the rest of an answer; of a long one, for each piece.
  std::chrono::milliseconds idle_timeout{60'000};  ///< Between two requests.
};

/// Who is at the other end.
struct Peer {
  std::string address;  ///< As text: "192.0.2.7".
  Door door = Door::service;
  bool is_surplus = false;  ///< Beyond the most connections: it gets one answer, that we are busy.
  Ticket ticket = 0;
};

/// Of one thread at a time. Nothing but `send_all` waits. `limits` outlive it.
class Connection {
 public:
  Connection(std::unique_ptr<Transport> transport, Peer peer, const ConnectionLimits& limits);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// What it waits for, or what is to be done with it.
  enum class Need : unsigned char {
    input,    ///< Its socket can be read.
    output,   ///< Its socket can be written.
    answer,   ///< A whole request is there.
    refusal,  ///< A request is there that is refused with `refusal()`.
    end,      ///< Nothing: it is over.
  };

  /// Goes on as far as it can without waiting.
  Need advance();

  /// What it waits for after an answer; it reads nothing yet. A next request that is here already comes with the
  /// next `advance`, so that one client's many requests do not go before those of others.
  Need settle();

  int descriptor() const noexcept { return transport_->descriptor(); }
  const Peer& peer() const noexcept { return peer_; }

  /// When it has taken too long.
  Clock::time_point deadline() const;
  /// Whether that would leave a request half read, which deserves an answer.
  bool is_within_request() const noexcept { return !input_.empty() && ending_ == Ending::no; }
  /// Whether nothing is under way.
  bool is_idle() const noexcept { return input_.empty() && output_.empty(); }

  /// The request that `advance` announced, and when its last byte had come.
  const RequestHead& head() const { return *reader_->head(); }
  bool has_head() const noexcept { return reader_->head().has_value(); }
  std::string_view request() const { return std::string_view{input_}.substr(0, reader_->size()); }
  /// Its status; 503: there is no memory for it.
  int refusal() const noexcept { return is_out_of_memory_ ? 503 : reader_->refusal(); }
  Clock::time_point request_came() const noexcept { return request_came_; }
  std::size_t requests_served() const noexcept { return requests_served_; }

  /// Sends what the socket takes, and keeps the rest for later.
  void send(std::string_view bytes);

  /// Waits until everything is sent; false if it is broken, or took longer than a write may.
  bool send_all();

  enum class Then : unsigned char {
    go_on,  ///< The next request may come.
    close,  ///< As soon as the answer is sent.
    linger,  ///< As soon as the client has ended too, or for a moment: closing on bytes that nobody read
             ///< would take the answer from it (RFC 9112 §9.6).
  };
  /// The request is answered.
  void finish_request(Then then);

 private:
  enum class Ending : unsigned char { no, close, linger };

  std::optional<Need> flush();
  std::size_t send_some(std::string_view bytes, Transfer::Outcome& outcome);
  bool adjust_loan() noexcept;
  RequestReader::State look_at_input();
  std::optional<Need> receive();
  Need end_slowly();

  std::unique_ptr<Transport> transport_;
  Peer peer_;
  const ConnectionLimits* limits_;
  std::optional<RequestReader> reader_;
  std::string input_;
  std::string output_;  ///< From `sent_` on, what the socket did not take.
  std::size_t sent_ = 0;
  std::size_t requests_served_ = 0;
  std::size_t discarded_ = 0;
  std::size_t borrowed_ = 0;  ///< Of the memory of all connections.
  Clock::time_point phase_began_ = Clock::now();
  Clock::time_point request_came_{};
  Ending ending_ = Ending::no;
  bool has_peer_ended_ = false;
  bool has_ended_sending_ = false;
  bool is_broken_ = false;
  bool is_out_of_memory_ = false;
};

}  // namespace salus::rest

#pragma once

/// The sockets that something happens at: epoll, of which each event goes to one thread.

#include <cstdint>

#include "rest_host/http/transport.hpp"

namespace salus::rest {

enum class Wish : std::uint8_t { input, output };

/// Thread-safe.
class EventQueue {
 public:
  EventQueue();

  /// Waits for one event of a socket, which is then silent until it is armed again. `name` comes with the event.
  void add(int descriptor, Wish wish, std::uint64_t name);
  void arm(int descriptor, Wish wish, std::uint64_t name);

  /// The name of the next event; waits for one.
  std::uint64_t wait();

  /// The name that `wait` returns for ever after `end`.
  static constexpr std::uint64_t ended = ~std::uint64_t{0};

  /// Sends every thread home.
  void end() noexcept;

 private:
  void control(int operation, int descriptor, std::uint32_t events, std::uint64_t name);

  Descriptor epoll_;
  Descriptor end_;
};

}  // namespace salus::rest

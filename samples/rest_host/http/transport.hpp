#pragma once

/// The bytes of a connection, plain or encrypted, without waiting.

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace salus::rest {

/// An open descriptor, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) noexcept : number_{number} {}
  Descriptor(Descriptor&& other) noexcept : number_{other.release()} {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  int number() const noexcept { return number_; }
  bool is_open() const noexcept { return number_ >= 0; }

 private:
  int release() noexcept;

  int number_;
};

/// What became of a wish to receive or to send.
struct Transfer {
  enum class Outcome : unsigned char {
    moved,         ///< `bytes` of them.
    wants_input,   ///< Nothing, until the socket can be read.
    wants_output,  ///< Nothing, until it can be written.
    ended,         ///< Nothing any more: closed, or broken.
  };
  Outcome outcome = Outcome::ended;
  std::size_t bytes = 0;
};

/// One connection's end. Of one thread at a time. No call waits.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  virtual int descriptor() const noexcept = 0;
  virtual Transfer receive(std::span<char> room) = 0;
  virtual Transfer send(std::string_view bytes) = 0;

  /// Whether bytes wait here that the socket no longer speaks of.
  virtual bool holds_input() const { return false; }

  /// Tells the other side that nothing more comes.
  virtual void end_sending() = 0;
};

/// Bytes as they are. `socket` is non-blocking.
std::unique_ptr<Transport> plain_transport(Descriptor socket);

}  // namespace salus::rest

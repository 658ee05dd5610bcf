#include "rest_host/http/transport.hpp"

#include <cerrno>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

namespace salus::rest {

namespace {

bool would_wait(int failure) { return failure == EAGAIN; }  // on Linux the same as EWOULDBLOCK

class PlainTransport : public Transport {
 public:
  explicit PlainTransport(Descriptor socket) : socket_{std::move(socket)} {}

  int descriptor() const noexcept override { return socket_.number(); }

  Transfer receive(std::span<char> room) override {
    return outcome_of(::recv(socket_.number(), room.data(), room.size(), 0),
                      Transfer::Outcome::wants_input);
  }

  Transfer send(std::string_view bytes) override {
    return outcome_of(::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
                      Transfer::Outcome::wants_output);
  }

  void end_sending() override { ::shutdown(socket_.number(), SHUT_WR); }

 private:
  static Transfer outcome_of(ssize_t moved, Transfer::Outcome wish) {
    if (moved > 0) return {Transfer::Outcome::moved, static_cast<std::size_t>(moved)};
    return {moved < 0 && would_wait(errno) ? wish : Transfer::Outcome::ended, 0};
  }

  Descriptor socket_;
};

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (is_open()) ::close(number_);
    number_ = other.release();
  }
  return *this;
}

Descriptor::~Descriptor() {
  if (is_open()) ::close(number_);
}

int Descriptor::release() noexcept { return std::exchange(number_, -1); }

std::unique_ptr<Transport> plain_transport(Descriptor socket) {
  return std::make_unique<PlainTransport>(std::move(socket));
}

}  // namespace salus::rest

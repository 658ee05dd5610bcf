#include "rest_host/http/listener.hpp"

#include <array>
#include <memory>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "salus/core/error.hpp"

namespace salus::rest {

namespace {

constexpr int backlog = 1024;

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses addresses_of(const std::string& host, int port) {
  addrinfo wish{};
  wish.ai_socktype = SOCK_STREAM;
  wish.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const auto service = std::to_string(port);
  if (::getaddrinfo(host.empty() ? nullptr : host.c_str(), service.c_str(), &wish, &found) != 0)
    found = nullptr;
  return {found, &::freeaddrinfo};
}

void turn_on(int socket, int level, int option) {
  const int on = 1;
  ::setsockopt(socket, level, option, &on, sizeof on);
}

/// With SO_REUSEADDR alone: SO_REUSEPORT would let two servers share a port without a word.
Descriptor bound(const addrinfo& address) {
  Descriptor socket{::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!socket.is_open()) return socket;
  turn_on(socket.number(), SOL_SOCKET, SO_REUSEADDR);
  const bool listens = ::bind(socket.number(), address.ai_addr, address.ai_addrlen) == 0 &&
                       ::listen(socket.number(), backlog) == 0;
  return listens ? std::move(socket) : Descriptor{};
}

std::string host_text(const sockaddr_storage& address, socklen_t size) {
  std::array<char, NI_MAXHOST> text{};
  const auto* any = reinterpret_cast<const sockaddr*>(&address);
  const bool is_known =
      ::getnameinfo(any, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0;
  return is_known ? std::string{text.data()} : std::string{};
}

int port_of(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  const auto* inet = reinterpret_cast<const sockaddr_in*>(&address);
  const auto* inet6 = reinterpret_cast<const sockaddr_in6*>(&address);
  return ntohs(address.ss_family == AF_INET6 ? inet6->sin6_port : inet->sin_port);
}

}  // namespace

Listener::Listener(const std::string& host, int port) {
  const auto addresses = addresses_of(host, port);
  for (const auto* each = addresses.get(); each != nullptr && !socket_.is_open();
       each = each->ai_next) {
    socket_ = bound(*each);
  }
  if (!socket_.is_open()) {
    throw Error{ErrorCode::invalid_input,
                "The address " + host + ":" + std::to_string(port) +
                    " cannot be bound: another program has it, or it is not ours."};
  }
  port_ = port_of(socket_.number());
}

void Listener::stop() const noexcept { ::shutdown(descriptor(), SHUT_RDWR); }

std::optional<Accepted> Listener::accept() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  Descriptor socket{::accept4(
      descriptor(), reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC)};
  if (!socket.is_open()) return std::nullopt;
  // An answer's last packet must not wait for the client to acknowledge the one before.
  turn_on(socket.number(), IPPROTO_TCP, TCP_NODELAY);
  return Accepted{std::move(socket), host_text(address, size)};
}

}  // namespace salus::rest

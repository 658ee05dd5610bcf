#pragma once

/// A client that writes bytes to a loopback port and reads what comes, as a program would that is slow, broken
/// or hostile.

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace salus::test {

class RawClient {
 public:
  /// A small `receive_buffer` (bytes) makes a client that takes little while it does not read.
  explicit RawClient(int port, int receive_buffer = 0)
      : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    if (receive_buffer > 0)
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error{"The server does not take the connection."};
  }
  RawClient(RawClient&& other) noexcept : socket_{std::exchange(other.socket_, -1)} {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }

  RawClient& send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return *this;  // the server has closed: what it said can be read all the same
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return *this;
  }

  RawClient& end_sending() {
    ::shutdown(socket_, SHUT_WR);
    return *this;
  }

  /// Everything until `mark` has come, or until the server closes.
  std::string read_until(std::string_view mark) {
    std::string text;
    std::array<char, 4096> piece{};
    while (mark.empty() || text.find(mark) == std::string::npos) {
      const auto got = ::recv(socket_, piece.data(), mark.empty() ? piece.size() : 1, 0);
      if (got < 0) throw std::runtime_error{"The server neither answers nor closes."};
      if (got == 0) break;
      text.append(piece.data(), static_cast<std::size_t>(got));
    }
    return text;
  }
  std::string read_all() { return read_until({}); }

 private:
  int socket_;
};

/// "GET /path HTTP/1.1 …", which ends its connection if `closes`.
enum class Ends : bool { no, yes };
inline std::string get(std::string_view path, Ends ends = Ends::yes) {
  return "GET " + std::string{path} + " HTTP/1.1\r\nHost: clinic.test\r\n" +
         (ends == Ends::yes ? "Connection: close\r\n\r\n" : "\r\n");
}

}  // namespace salus::test

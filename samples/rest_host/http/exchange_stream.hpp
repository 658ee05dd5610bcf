#pragma once

/// A connection as cpp-httplib sees it: one request that is there already, and somewhere to put the answer.

#include <string>
#include <string_view>

#include <httplib.h>

#include "rest_host/http/connection.hpp"

namespace salus::rest {

class ExchangeStream : public httplib::Stream {
 public:
  explicit ExchangeStream(Connection& connection)
      : connection_{&connection}, rest_{connection.request()} {}

  /// Whether nothing of the request was left unread: the library's idea of its end is ours.
  bool is_read() const noexcept { return rest_.empty(); }

  bool is_readable() const override { return !rest_.empty(); }
  bool wait_readable() const override { return !rest_.empty(); }
  bool wait_writable() const override { return true; }
  ssize_t read(char* room, size_t size) override;
  ssize_t write(const char* bytes, size_t size) override;
  const char* buffered_data(size_t& size) const override;
  void consume_buffered(size_t size) override { rest_.remove_prefix(size); }
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return INVALID_SOCKET; }  // nobody but us reads from it
  time_t duration() const override { return 0; }

 private:
  Connection* connection_;
  std::string_view rest_;
};

}  // namespace salus::rest

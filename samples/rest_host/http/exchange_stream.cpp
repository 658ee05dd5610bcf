#include "rest_host/http/exchange_stream.hpp"

#include <algorithm>

namespace salus::rest {

ssize_t ExchangeStream::read(char* room, size_t size) {
  const auto read = std::min(size, rest_.size());
  std::copy_n(rest_.data(), read, room);
  rest_.remove_prefix(read);
  return static_cast<ssize_t>(read);
}

ssize_t ExchangeStream::write(const char* bytes, size_t size) {
  connection_->send({bytes, size});
  return static_cast<ssize_t>(size);
}

const char* ExchangeStream::buffered_data(size_t& size) const {
  size = rest_.size();
  return rest_.empty() ? nullptr : rest_.data();
}

void ExchangeStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip = connection_->peer().address;
  port = 0;
}

void ExchangeStream::get_local_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

}  // namespace salus::rest

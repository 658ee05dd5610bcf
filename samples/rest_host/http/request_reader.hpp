#pragma once

/// Says when a request has come as a whole, and which one is refused before.

#include <cstddef>
#include <optional>
#include <string_view>

#include "rest_host/http/chunk_scanner.hpp"
#include "rest_host/http/request_head.hpp"

namespace salus::rest {

struct ReadLimits {
  HeadLimits head;
  std::size_t body = 1'048'576;  ///< Bytes of data.
};

/// Reads one request from bytes that come piece by piece. No sockets here.
class RequestReader {
 public:
  explicit RequestReader(const ReadLimits& limits) : limits_{&limits}, scanner_{limits.head} {}

  enum class State : unsigned char { incomplete, whole, refused };

  /// `received` begins where the request does, and is longer each time.
  State look_at(std::string_view received);

  /// Whether the client waits for "100 Continue" with its body. True once.
  bool takes_expectation() noexcept;

  const std::optional<RequestHead>& head() const noexcept { return head_; }
  std::size_t size() const noexcept { return size_; }  ///< Of the whole request.
  int refusal() const noexcept { return refusal_; }    ///< Its status.

 private:
  State refuse(int status);
  State read_head(std::string_view received);
  State read_body(std::string_view received);
  State read_chunks(std::string_view received);

  const ReadLimits* limits_;
  HeadScanner scanner_;
  std::optional<RequestHead> head_;
  std::optional<ChunkScanner> chunks_;
  std::size_t size_ = 0;
  int refusal_ = 0;
};

}  // namespace salus::rest

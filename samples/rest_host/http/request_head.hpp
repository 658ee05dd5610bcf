#pragma once

/// The head of a request as far as connections need it: where it ends, where its body ends, and what is
/// refused before anybody reads further. Stricter than the library that parses the request afterwards: between
/// two servers that read a head differently, a second request could hide in the first (RFC 9112 §11.2).

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace salus::rest {

/// Bytes and fields that a head may have.
struct HeadLimits {
  std::size_t bytes = 16'384;
  std::size_t target = 8'192;
  std::size_t fields = 100;
};

enum class BodyKind : unsigned char { none, sized, chunked };

struct RequestHead {
  std::string method;
  std::string target;
  BodyKind body = BodyKind::none;
  std::size_t body_size = 0;      ///< Of a sized one.
  bool expects_continue = false;  ///< The body comes when we say "100 Continue".
  bool closes = false;            ///< The client wants no further request on the connection.
  bool is_old = false;            ///< HTTP/1.0, which knows no chunks.
};

/// The status that a request is refused with.
struct HeadRefusal {
  int status = 400;
};

/// Reads a head, from its request line to its empty line.
std::variant<RequestHead, HeadRefusal> parse_head(std::string_view head, const HeadLimits& limits);

/// Finds the end of a head in bytes that come piece by piece, and looks at each of them once.
class HeadScanner {
 public:
  explicit HeadScanner(const HeadLimits& limits) : limits_{limits} {}

  enum class State : unsigned char { incomplete, complete, refused };

  /// `received` begins where the request does, and is longer each time.
  State look_at(std::string_view received);

  std::size_t size() const noexcept {
    return line_begin_;
  }  ///< When complete: with the empty line.
  HeadRefusal refusal() const noexcept { return refusal_; }

 private:
  State refuse(int status);
  State end_line(std::string_view received, std::size_t line_feed);

  HeadLimits limits_;
  std::size_t line_begin_ = 0;
  std::size_t seen_ = 0;
  std::size_t lines_ = 0;
  HeadRefusal refusal_;
};

}  // namespace salus::rest

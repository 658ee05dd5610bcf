#include "rest_host/http/request_head.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "salus/query/evaluate.hpp"
#include "salus/schema/validation.hpp"

namespace salus::rest {

namespace {

constexpr std::string_view line_end = "\r\n";

/// RFC 9110 §5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return detail::is_letter_or_digit(c) ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
  });
}

/// RFC 9110 §5.5: no control characters but the tab.
bool is_field_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

/// RFC 3986 §3.2.2, without what needs percent-encoding: the name stands in the links of answers.
bool is_host(std::string_view host) {
  return !host.empty() && std::ranges::all_of(host, [](char c) {
    return detail::is_letter_or_digit(c) ||
           std::string_view{"-._:[]"}.find(c) != std::string_view::npos;
  });
}

bool same(std::string_view name, std::string_view other) {
  return detail::equal_ignoring_ascii_case(name, other);
}

bool has_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (same(detail::trimmed(list.substr(0, comma)), token)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

/// Reads a head line by line; the first thing wrong with it is its refusal.
class HeadParser {
 public:
  HeadParser(std::string_view head, const HeadLimits& limits) : rest_{head}, limits_{limits} {}

  std::variant<RequestHead, HeadRefusal> parse() {
    if (!read_request_line(next_line())) return refusal_;
    for (auto line = next_line(); !line.empty(); line = next_line()) {
      if (!read_field(line)) return refusal_;
    }
    if (!check_framing()) return refusal_;
    return std::move(head_);
  }

 private:
  std::string_view next_line() {
    const auto end = std::min(rest_.find(line_end), rest_.size());
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + line_end.size(), rest_.size()));
    return line;
  }

  bool refuse(int status) {
    refusal_ = {status};
    return false;
  }

  /// RFC 9112 §3: three words, one blank between them.
  bool read_request_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return refuse(400);
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    const bool is_printable =
        std::ranges::all_of(target, [](char c) { return c > ' ' && c != 0x7F; });
    if (!is_token(method) || target.empty() || !is_printable) return refuse(400);
    if (target.size() > limits_.target) return refuse(414);
    head_.is_old = version == "HTTP/1.0";
    if (!head_.is_old && version != "HTTP/1.1")
      return refuse(version.starts_with("HTTP/") ? 505 : 400);
    head_.method = method;
    head_.target = target;
    return true;
  }

  bool read_field(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return refuse(400);
    const auto name = line.substr(0, colon);
    const auto value = detail::trimmed(line.substr(colon + 1));
    if (!is_token(name) || !is_field_value(value)) return refuse(400);
    if (same(name, "Host")) return read_host(value);
    if (same(name, "Content-Length")) return read_length(value);
    if (same(name, "Transfer-Encoding")) return read_coding(value);
    if (same(name, "Expect")) head_.expects_continue = !head_.is_old && same(value, "100-continue");
    if (same(name, "Connection")) closes_ = closes_ || has_token(value, "close");
    return true;
  }

  bool read_host(std::string_view value) {
    if (has_host_ || !is_host(value)) return refuse(400);
    has_host_ = true;
    return true;
  }

  bool read_length(std::string_view value) {
    std::size_t length = 0;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (length_ || !std::ranges::all_of(value, detail::is_digit) || value.empty())
      return refuse(400);
    if (failure != std::errc{}) return refuse(413);  // more than can be counted
    length_ = length;
    return true;
  }

  bool read_coding(std::string_view value) {
    if (head_.body == BodyKind::chunked || head_.is_old || !same(value, "chunked"))
      return refuse(400);
    head_.body = BodyKind::chunked;
    return true;
  }

  /// RFC 9112 §3.2 and §6.3.
  bool check_framing() {
    const bool is_chunked = head_.body == BodyKind::chunked;
    if ((!has_host_ && !head_.is_old) || (is_chunked && length_)) return refuse(400);
    if (length_.value_or(0) > 0) head_.body = BodyKind::sized;
    head_.body_size = length_.value_or(0);
    head_.expects_continue = head_.expects_continue && head_.body != BodyKind::none;
    head_.closes = closes_ || head_.is_old;
    return true;
  }

  std::string_view rest_;
  const HeadLimits& limits_;
  RequestHead head_;
  HeadRefusal refusal_;
  std::optional<std::size_t> length_;
  bool has_host_ = false;
  bool closes_ = false;
};

}  // namespace

std::variant<RequestHead, HeadRefusal> parse_head(std::string_view head, const HeadLimits& limits) {
  return HeadParser{head, limits}.parse();
}

HeadScanner::State HeadScanner::refuse(int status) {
  refusal_ = {status};
  return State::refused;
}

HeadScanner::State HeadScanner::end_line(std::string_view received, std::size_t line_feed) {
  const bool has_return = line_feed > line_begin_ && received[line_feed - 1] == '\r';
  if (!has_return) return refuse(400);  // two servers may differ about a lone line feed
  const bool is_empty = line_feed == line_begin_ + 1;
  line_begin_ = line_feed + 1;
  if (is_empty && lines_ > 0) return State::complete;
  if (is_empty) return refuse(400);
  return ++lines_ > limits_.fields + 1 ? refuse(431) : State::incomplete;
}

HeadScanner::State HeadScanner::look_at(std::string_view received) {
  while (true) {
    const auto line_feed = received.find('\n', seen_);
    const auto end = std::min(line_feed, received.size());
    if (end > limits_.bytes) return refuse(lines_ == 0 ? 414 : 431);
    if (line_feed == std::string_view::npos) {
      seen_ = received.size();
      return State::incomplete;
    }
    seen_ = line_feed + 1;
    const auto state = end_line(received, line_feed);
    if (state != State::incomplete) return state;
  }
}

}  // namespace salus::rest

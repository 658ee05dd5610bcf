#include "rest_host/http/request_reader.hpp"

#include <utility>
#include <variant>

namespace salus::rest {

namespace {

/// A body cut into the smallest chunks is mostly their frames.
constexpr std::size_t most_chunk_framing = 262'144;

}  // namespace

RequestReader::State RequestReader::refuse(int status) {
  refusal_ = status;
  return State::refused;
}

RequestReader::State RequestReader::read_head(std::string_view received) {
  const auto state = scanner_.look_at(received);
  if (state == HeadScanner::State::refused) return refuse(scanner_.refusal().status);
  if (state == HeadScanner::State::incomplete) return State::incomplete;
  auto head = parse_head(received.substr(0, scanner_.size()), limits_->head);
  if (const auto* refusal = std::get_if<HeadRefusal>(&head)) return refuse(refusal->status);
  head_ = std::get<RequestHead>(std::move(head));
  if (head_->body_size > limits_->body) return refuse(413);
  return read_body(received);
}

RequestReader::State RequestReader::read_chunks(std::string_view received) {
  if (!chunks_) chunks_.emplace(limits_->body, most_chunk_framing);
  const auto known = scanner_.size() + chunks_->scanned();
  switch (chunks_->look_at(received.substr(known))) {
    case ChunkScanner::State::incomplete:
      return State::incomplete;
    case ChunkScanner::State::malformed:
      return refuse(400);
    case ChunkScanner::State::too_large:
      return refuse(413);
    case ChunkScanner::State::complete:
      break;
  }
  size_ = scanner_.size() + chunks_->scanned();
  return State::whole;
}

RequestReader::State RequestReader::read_body(std::string_view received) {
  if (head_->body == BodyKind::chunked) return read_chunks(received);
  size_ = scanner_.size() + head_->body_size;
  return received.size() < size_ ? State::incomplete : State::whole;
}

RequestReader::State RequestReader::look_at(std::string_view received) {
  if (refusal_ != 0) return State::refused;
  return head_ ? read_body(received) : read_head(received);
}

bool RequestReader::takes_expectation() noexcept {
  return head_ && std::exchange(head_->expects_continue, false);
}

}  // namespace salus::rest

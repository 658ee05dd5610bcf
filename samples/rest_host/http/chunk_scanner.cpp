#include "rest_host/http/chunk_scanner.hpp"

#include <algorithm>

#include "salus/schema/validation.hpp"

namespace salus::rest {

namespace {

constexpr int no_digit = -1;

int hexadecimal_digit(char c) {
  if (detail::is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return no_digit;
}

}  // namespace

ChunkScanner::State ChunkScanner::read_digit(char c) {
  const int digit = hexadecimal_digit(c);
  if (digit == no_digit) return State::malformed;
  left_ =
      left_ * 16 + static_cast<std::size_t>(digit);  // the next line keeps it far from an overflow
  if (left_ > most_data_ - data_) return State::too_large;
  place_ = Place::digits;
  return State::incomplete;
}

ChunkScanner::State ChunkScanner::expect(char c, char wanted, Place next) {
  place_ = next;
  return c == wanted ? State::incomplete : State::malformed;
}

ChunkScanner::State ChunkScanner::step(char c) {
  switch (place_) {
    case Place::first_digit:
      return read_digit(c);
    case Place::digits:
      if (c == '\r') return expect(c, '\r', Place::size_end);
      return c == ';' ? expect(c, ';', Place::extension) : read_digit(c);
    case Place::extension:
      if (c == '\n') return State::malformed;
      return c == '\r' ? expect(c, '\r', Place::size_end) : State::incomplete;
    case Place::size_end:
      return expect(c, '\n', left_ == 0 ? Place::last_return : Place::data);
    case Place::data:  // see skip_data
      return State::incomplete;
    case Place::data_return:
      return expect(c, '\r', Place::data_end);
    case Place::data_end:
      return expect(c, '\n', Place::first_digit);
    case Place::last_return:
      return expect(c, '\r', Place::last_end);
    case Place::last_end:
      break;
  }
  return c == '\n' ? State::complete : State::malformed;
}

std::size_t ChunkScanner::skip_data(std::string_view rest) {
  const auto here = std::min(left_, rest.size());
  left_ -= here;
  data_ += here;
  if (left_ == 0) place_ = Place::data_return;
  return here;
}

ChunkScanner::State ChunkScanner::look_at(std::string_view piece) {
  while (!piece.empty()) {
    if (place_ == Place::data) {
      const auto skipped = skip_data(piece);
      scanned_ += skipped;
      piece.remove_prefix(skipped);
      continue;
    }
    const auto state = step(piece.front());
    ++scanned_;
    piece.remove_prefix(1);
    if (state != State::incomplete) return state;
    if (++framing_ > most_framing_) return State::too_large;
  }
  return State::incomplete;
}

}  // namespace salus::rest

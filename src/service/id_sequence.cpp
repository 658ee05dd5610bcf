#include "id_sequence.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace salus {

namespace {

constexpr std::size_t timestamp_bytes = 6;
constexpr std::size_t tail_begin = 9;  // behind the version and variant bits

bool same_millisecond(const Uuid& left, const Uuid& right) {
  return std::equal(left.bytes.begin(), left.bytes.begin() + timestamp_bytes, right.bytes.begin());
}

/// Greater by a random step, so that an id does not tell the next one.
Uuid following(Uuid uuid, const RandomSource& random) {
  std::array<std::byte, 4> step{};
  random(step);
  unsigned carry = 1;
  for (std::size_t i = uuid.bytes.size(); i-- > tail_begin;) {
    const std::size_t place = uuid.bytes.size() - 1 - i;
    const unsigned sum =
        uuid.bytes[i] + carry + (place < step.size() ? std::to_integer<unsigned>(step[place]) : 0U);
    uuid.bytes[i] = static_cast<std::uint8_t>(sum & 0xFFU);
    carry = sum >> 8U;
  }
  return uuid;
}

}  // namespace

Uuid IdSequence::next(Timestamp now, const RandomSource& random) {
  auto made = Uuid::v7(now, random);
  const std::scoped_lock hold{mutex_};
  if (same_millisecond(made, last_) && made <= last_) {
    const auto risen = following(last_, random);
    if (risen > last_) made = risen;  // 56 bits, all used up: order gives way to uniqueness
  }
  last_ = made;
  return made;
}

}  // namespace salus

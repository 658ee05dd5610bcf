#pragma once

#include <mutex>

#include "salus/core/id.hpp"

namespace salus {

/// Makes ids that rise: rows made one after another sort in the order of their making, within the same
/// millisecond too (RFC 9562 §6.2, method 2). Thread-safe.
class IdSequence {
 public:
  Uuid next(Timestamp now, const RandomSource& random);

 private:
  std::mutex mutex_;
  Uuid last_;
};

}  // namespace salus

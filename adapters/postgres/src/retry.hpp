#pragma once

/// When a call is run again instead of failing.

#include "connection.hpp"
#include "failure.hpp"
#include "pool.hpp"

namespace salus::postgres {

/// Counts the runs of one call. Nothing that may have been committed is ever run again: such a
/// failure has no remedy.
class Retry {
 public:
  Retry(Pool& pool, Deadline deadline) : pool_{&pool}, deadline_{deadline} {}

  /// Whether to run again after this failure; waits a little first where that helps.
  bool helps_against(const Failure& failure);

 private:
  void pause() const;

  Pool* pool_;
  Deadline deadline_;
  int reruns_ = 0;
  int reconnects_ = 0;
};

}  // namespace salus::postgres

#pragma once

/// How many rows a predicate's sub-selects name: a short list is looked up at once, a long one is
/// asked row by row.

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "salus/query/select.hpp"

namespace salus::sqlite {

/// Remembers for each predicate of a session, after one indexed count. A panel that grows meanwhile
/// costs time, never a row.
class PanelSizes {
 public:
  using CountRows = std::function<std::uint64_t(const Count&)>;

  /// Whether a page is found faster through the lists of its predicate than along its order.
  bool favour_lists(const Select& page, const CountRows& count);

 private:
  std::vector<std::pair<std::shared_ptr<const Expr>, bool>> known_;
};

}  // namespace salus::sqlite

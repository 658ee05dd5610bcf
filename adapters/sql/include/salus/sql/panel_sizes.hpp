#pragma once

/// How many rows a predicate's sub-selects name: a short list is looked up at once, a long one is
/// asked row by row.

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "salus/query/select.hpp"

namespace salus::sql {

/// Remembers for each predicate of a session, after one indexed count. A panel that grows meanwhile
/// costs time, never a row.
class PanelSizes {
 public:
  using CountRows = std::function<std::uint64_t(const Count&)>;

  /// The shape in which a query is answered soonest: a page through the lists of its predicate, if they
  /// are short, else along its order.
  Shape shape_of(const Select& query, const CountRows& count) {
    return query.shape == Shape::page && favour_lists(query, count) ? Shape::set : query.shape;
  }

 private:
  struct Known {
    std::shared_ptr<const Expr> predicate;
    std::uint32_t limit;
    bool is_short;
  };

  bool favour_lists(const Select& page, const CountRows& count);

  std::vector<Known> known_;
};

}  // namespace salus::sql

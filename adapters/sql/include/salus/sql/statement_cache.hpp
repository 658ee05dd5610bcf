#pragma once

/// Prepared statements of one connection, found by the shape of their query.

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace salus::sql {

/// Keeps the `capacity` statements that were used last. `Statement` is movable and frees itself.
template <class Statement>
class StatementCache {
 public:
  explicit StatementCache(std::size_t capacity) : capacity_{capacity} {}

  /// The statement of a shape, or null. Valid until `capacity` others were added.
  Statement* find(std::string_view shape) {
    const auto found = by_shape_.find(shape);
    if (found == by_shape_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->statement;
  }

  /// Keeps the statement of a shape that `find` does not know.
  Statement& add(std::string_view shape, Statement statement) {
    if (entries_.size() >= capacity_) forget_oldest();
    entries_.push_front({std::string{shape}, std::move(statement)});
    by_shape_.emplace(entries_.front().shape, entries_.begin());
    return entries_.front().statement;
  }

  void clear() {
    by_shape_.clear();
    entries_.clear();
  }

 private:
  struct Entry {
    std::string shape;
    Statement statement;
  };

  void forget_oldest() {
    by_shape_.erase(entries_.back().shape);
    entries_.pop_back();
  }

  std::size_t capacity_;
  std::list<Entry> entries_;  ///< The last used first.
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator>
      by_shape_;  ///< Keys live in `entries_`.
};

}  // namespace salus::sql

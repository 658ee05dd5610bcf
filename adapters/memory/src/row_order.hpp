#pragma once

/// The order of an answer: by its keys, and rows that are equal in them by primary key.

#include <span>
#include <vector>

#include "salus/query/select.hpp"

#include "matcher.hpp"

namespace salus::memory {

/// Says whether one row comes before another. The primary key, which completes every
/// order, goes in the direction of the last key.
class RowOrder {
 public:
  RowOrder(const EntityView& view, std::span<const OrderKey> order);

  bool operator()(const RowPtr& left, const RowPtr& right) const;

 private:
  struct Key {
    std::size_t position;
    Direction direction;
    Missing missing = Missing::last;
  };

  std::vector<Key> keys_;
};

}  // namespace salus::memory

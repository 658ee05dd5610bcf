#include "row_order.hpp"

namespace salus::memory {

RowOrder::RowOrder(const EntityView& view, std::span<const OrderKey> order) {
  for (const auto& key : order) {
    keys_.push_back({view.positions[key.column->position], key.direction, key.missing});
  }
  const auto last = order.empty() ? Direction::ascending : order.back().direction;
  for (const auto position : view.table->format->key) keys_.push_back({position, last});
}

bool RowOrder::operator()(const RowPtr& left, const RowPtr& right) const {
  for (const auto& key : keys_) {
    const Cell a = borrow((*left)[key.position]);
    const Cell b = borrow((*right)[key.position]);
    if (is_null(a) != is_null(b)) return is_null(b) == (key.missing == Missing::last);
    const auto order = compare(a, b);
    if (order != 0) return key.direction == Direction::ascending ? order < 0 : order > 0;
  }
  return false;
}

}  // namespace salus::memory

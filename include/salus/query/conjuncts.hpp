#pragma once

/// What conditions ask in common, asked once: each part may be a look into another table.

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "salus/query/expr.hpp"

namespace salus::expr {

/// The parts that must all hold.
inline std::span<const Expr> conjuncts_of(const Expr& condition) {
  if (condition.op == Operator::all_of) return condition.children;
  return {&condition, 1};
}

inline bool asks(const Expr& condition, const Expr& part) {
  return std::ranges::find(conjuncts_of(condition), part) != conjuncts_of(condition).end();
}

/// The same as `condition` for rows of which `known` holds: without the parts that `known` asks, too.
inline Expr given(const Expr& known, const Expr& condition) {
  std::vector<Expr> open;
  for (const auto& part : conjuncts_of(condition)) {
    if (!asks(known, part)) open.push_back(part);
  }
  return all_of(std::move(open));
}

/// `any_of`, with what every one of them asks in front: (a and b) or (a and c) is a and (b or c).
inline Expr any_of_factored(std::vector<Expr> ways) {
  std::erase_if(ways, [](const Expr& way) { return way.is_never(); });
  if (ways.size() < 2) return any_of(std::move(ways));
  std::vector<Expr> shared;
  for (const auto& part : conjuncts_of(ways.front())) {
    if (std::ranges::all_of(ways, [&](const Expr& way) { return asks(way, part); }))
      shared.push_back(part);
  }
  const Expr known = all_of(std::move(shared));
  for (auto& way : ways) way = given(known, way);
  return all_of({known, any_of(std::move(ways))});
}

}  // namespace salus::expr

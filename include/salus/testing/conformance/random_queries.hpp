#pragma once

/// Random queries, and simpler ones of a query that failed.

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "salus/testing/conformance/random_conditions.hpp"

namespace salus::testing::random {

inline constexpr int most_depth = 4;

inline std::vector<OrderKey> order(SeededRandom& random, const EntityInfo& entity) {
  std::vector<OrderKey> order;
  const auto count = random.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    order.push_back({&random.pick(entity.columns),
                     random.percent(50) ? Direction::ascending : Direction::descending,
                     random.percent(80) ? Missing::last : Missing::first});
  }
  return order;
}

inline std::shared_ptr<const std::vector<Expr>> row_bits(SeededRandom& random,
                                                         const EntityInfo& entity) {
  std::vector<Expr> conditions;
  const auto count = random.percent(5) ? 63 : 1 + random.below(4);
  for (std::size_t i = 0; i < count; ++i) conditions.push_back(Conditions{random}.make(entity, 2));
  return std::make_shared<const std::vector<Expr>>(std::move(conditions));
}

inline Select query(SeededRandom& random) {
  const auto& entity = random.percent(50) ? entity_info<Specimen>() : *random.pick(entities);
  Conditions conditions{random};
  Select query;
  query.entity = &entity;
  query.where = conditions.make(entity, most_depth);
  if (random.percent(40))
    query.visible = std::make_shared<const Expr>(conditions.make(entity, most_depth));
  if (random.percent(25)) query.row_bits = row_bits(random, entity);
  query.order = order(random, entity);
  if (random.percent(40)) query.limit = static_cast<std::uint32_t>(random.below(12));
  if (random.percent(30)) query.offset = random.below(12);
  query.shape = random.percent(50) ? Shape::page : Shape::set;
  query.now = random.pick(moments());
  return query;
}

/// Conditions that are a part of this one.
inline std::vector<Expr> simpler(const Expr& node) {
  std::vector<Expr> parts;
  if (node.op != Operator::always) parts.push_back(expr::always());
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const bool is_about_row = node.op != Operator::exists && node.op != Operator::has_element;
    if (is_about_row) parts.push_back(node.children[i]);
    for (auto& part : simpler(node.children[i])) {
      parts.push_back(node);
      parts.back().children[i] = std::move(part);
    }
    if (node.children.size() < 2) continue;
    parts.push_back(node);
    parts.back().children.erase(parts.back().children.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (node.values.size() > 1) {
    for (std::size_t i = 0; i < node.values.size(); ++i) {
      parts.push_back(node);
      parts.back().values.erase(parts.back().values.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  return parts;
}

/// Queries that ask for less in one respect.
inline std::vector<Select> simpler(const Select& query) {
  std::vector<Select> parts;
  const auto add = [&](const auto& change) { change(parts.emplace_back(query)); };
  if (query.visible) add([](Select& part) { part.visible = nullptr; });
  if (query.row_bits) add([](Select& part) { part.row_bits = nullptr; });
  if (query.limit) add([](Select& part) { part.limit.reset(); });
  if (query.offset != 0) add([](Select& part) { part.offset = 0; });
  if (!query.order.empty()) add([](Select& part) { part.order.pop_back(); });
  if (!query.order.empty()) add([](Select& part) { part.order.erase(part.order.begin()); });
  for (const auto& where : simpler(query.where)) add([&](Select& part) { part.where = where; });
  if (query.visible) {
    for (const auto& visible : simpler(*query.visible)) {
      add([&](Select& part) { part.visible = std::make_shared<const Expr>(visible); });
    }
  }
  if (query.row_bits && query.row_bits->size() > 1) {
    for (const auto& condition : *query.row_bits) {
      add([&](Select& part) {
        part.row_bits = std::make_shared<const std::vector<Expr>>(1, condition);
      });
    }
  }
  return parts;
}

/// The simplest query found that still fails.
inline Select simplest(Select query, const std::function<bool(const Select&)>& fails) {
  for (bool found = true; found;) {
    found = false;
    for (auto& part : simpler(query)) {
      if (!fails(part)) continue;
      query = std::move(part);
      found = true;
      break;
    }
  }
  return query;
}

}  // namespace salus::testing::random

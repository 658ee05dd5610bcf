#pragma once

/// Random conditions: every operator, nested, negated, over related rows; tidied up and not.

#include <array>
#include <utility>
#include <vector>

#include "salus/testing/conformance/random_values.hpp"
#include "salus/testing/toy_entities.hpp"

namespace salus::testing::random {

inline constexpr std::array entities{
    &entity_info<Specimen>(), &entity_info<Finding>(), &entity_info<Keyword>()};

class Conditions {
 public:
  explicit Conditions(SeededRandom& random) : random_{&random} {}

  /// A condition on rows of an entity, nested at most as deep as said.
  Expr make(const EntityInfo& entity, int depth) {
    if (depth <= 0 || random_->percent(30)) return leaf(entity);
    const auto kind = random_->below(100);
    if (kind < 25) return negation(make(entity, depth - 1));
    if (kind < 55) return joined(Operator::all_of, entity, depth);
    if (kind < 80) return joined(Operator::any_of, entity, depth);
    return exists(entity, depth);
  }

 private:
  Expr negation(Expr child) {
    if (random_->percent(50)) return expr::negation(std::move(child));
    Expr node{.op = Operator::negation};
    node.children.push_back(std::move(child));
    return node;
  }

  Expr joined(Operator op, const EntityInfo& entity, int depth) {
    Expr node{.op = op};
    const auto width = random_->percent(5) ? random_->below(2) : 2 + random_->below(2);
    for (std::size_t i = 0; i < width; ++i) node.children.push_back(make(entity, depth - 1));
    if (random_->percent(50)) return node;
    return op == Operator::all_of ? expr::all_of(std::move(node.children))
                                  : expr::any_of(std::move(node.children));
  }

  /// Mostly by the columns that are meant to be links, else by any two of one type.
  Expr exists(const EntityInfo& entity, int depth) {
    const auto& related = *random_->pick(entities);
    const auto& outer = random_->percent(60) ? entity.key() : random_->pick(entity.columns);
    std::vector<const FieldInfo*> links;
    for (const auto& column : related.columns) {
      if (column.type == outer.type) links.push_back(&column);
    }
    if (links.empty()) return leaf(entity);
    // Each level multiplies the work of an engine that finds no index.
    auto node =
        expr::exists(outer, related, *random_->pick(links), make(related, std::min(depth - 1, 2)));
    node.row_by_row = random_->percent(20);
    return node;
  }

  Expr leaf(const EntityInfo& entity) {
    if (random_->percent(4)) return random_->percent(50) ? expr::always() : expr::never();
    const auto& column = random_->pick(entity.columns);
    if (column.type == FieldType::json && random_->percent(75)) return inside_json(column);
    if (random_->percent(12)) return expr::is_null(column);
    if (random_->percent(15)) return in(column);
    const auto op = random_->pick(operators_of(column.type));
    if (column.type == FieldType::timestamp && random_->percent(30))
      return expr::compare_with_now(op, column);
    return expr::compare(op, column, random_->percent(5) ? Value{} : value_for(*random_, column));
  }

  /// About a text inside JSON, or about the elements of a list there.
  Expr inside_json(const FieldInfo& column, int depth = 2) {
    if (depth > 0 && random_->percent(50)) {
      auto node = expr::has_element(column, json_path(*random_), element_of(column, depth));
      if (node.path && node.path->empty() && random_->percent(50)) node.path.reset();
      return node;
    }
    if (random_->percent(15)) return expr::at_path(json_path(*random_), expr::is_null(column));
    if (random_->percent(15)) {
      Expr node{.op = Operator::in, .column = &column, .path = json_path(*random_)};
      for (std::size_t i = random_->below(3); i > 0; --i)
        node.values.push_back(json_string(*random_));
      return node;
    }
    const auto op = random_->pick(operators_of(FieldType::text));
    return expr::at_path(
        json_path(*random_),
        expr::compare(op, column, random_->percent(5) ? Value{} : json_string(*random_)));
  }

  Expr element_of(const FieldInfo& column, int depth) {
    auto inner = inside_json(column, depth - 1);
    if (random_->percent(20)) inner = negation(std::move(inner));
    if (random_->percent(40)) return inner;
    auto both = Expr{.op = random_->percent(50) ? Operator::all_of : Operator::any_of};
    both.children.push_back(std::move(inner));
    both.children.push_back(inside_json(column, depth - 1));
    return both;
  }

  Expr in(const FieldInfo& column) {
    Expr node{.op = Operator::in, .column = &column};
    const auto count = random_->percent(5) ? 40 : random_->below(4);
    for (std::size_t i = 0; i < count; ++i) {
      node.values.push_back(random_->percent(8) ? Value{} : value_for(*random_, column));
    }
    return node;
  }

  static const std::vector<Operator>& operators_of(FieldType type) {
    static const std::vector<Operator> equality{Operator::equal, Operator::not_equal};
    static const std::vector<Operator> order{Operator::equal,
                                             Operator::not_equal,
                                             Operator::less,
                                             Operator::less_or_equal,
                                             Operator::greater,
                                             Operator::greater_or_equal};
    static const std::vector<Operator> text{Operator::equal,
                                            Operator::not_equal,
                                            Operator::less,
                                            Operator::greater_or_equal,
                                            Operator::starts_with,
                                            Operator::contains,
                                            Operator::contains_ignoring_case,
                                            Operator::equal_ignoring_case};
    if (type == FieldType::text) return text;
    const bool has_order =
        type != FieldType::boolean && type != FieldType::choice && type != FieldType::json;
    return has_order ? order : equality;
  }

  SeededRandom* random_;
};

}  // namespace salus::testing::random

#include "salus/sql/panel_sizes.hpp"

#include <algorithm>

namespace salus::sql {

namespace {

// Measured on pages of 50 out of 10,000 and 1,000,000 rows: beyond it, the order's index is faster.
constexpr std::uint32_t short_list = 1'000;
// A search for a rare word passes over many rows of an order before it finds a page, so that a longer list is still
// faster than that; but for a common one it is slower.
constexpr std::uint32_t short_list_of_search = 2'000;

bool is_search(const Expr& node) {
  return node.row_by_row || std::ranges::any_of(node.children, is_search);
}

void collect_lists(const Expr& node, std::vector<const Expr*>& lists) {
  if (node.op == Operator::exists) lists.push_back(&node);
  if (node.op != Operator::all_of && node.op != Operator::any_of) return;
  for (const auto& child : node.children) collect_lists(child, lists);
}

/// Whose rows they are: what an index answers surely. The rest could lead the planner elsewhere.
Expr owner_of(const Expr& condition) {
  if (condition.op == Operator::equal && condition.column->compartment) return condition;
  if (condition.op != Operator::all_of) return {};
  std::vector<Expr> owners;
  for (const auto& child : condition.children) owners.push_back(owner_of(child));
  return expr::all_of(std::move(owners));
}

bool is_short(const Expr& list, std::uint32_t limit, Timestamp now,
              const PanelSizes::CountRows& count) {
  auto owner = owner_of(list.children.front());
  if (owner.is_always()) return false;
  return count(
             {.entity = list.related, .where = std::move(owner), .limit = limit + 1, .now = now}) <=
         limit;
}

}  // namespace

bool PanelSizes::favour_lists(const Select& page, const CountRows& count) {
  // A row by its key needs no list, and a page without a predicate has none.
  if (!page.visible || page.limit == 1U) return false;
  const auto limit = is_search(page.where) ? short_list_of_search : short_list;
  const auto known = std::ranges::find_if(known_, [&](const Known& one) {
    return one.predicate == page.visible && one.limit == limit;
  });
  if (known != known_.end()) return known->is_short;
  std::vector<const Expr*> lists;
  collect_lists(*page.visible, lists);
  const bool favoured = !lists.empty() && std::ranges::all_of(lists, [&](const Expr* list) {
    return is_short(*list, limit, page.now, count);
  });
  known_.push_back({page.visible, limit, favoured});
  return favoured;
}

}  // namespace salus::sql

#include "reading.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "input_check.hpp"
#include "row_order.hpp"

namespace salus::memory {

namespace {

/// A row of the answer, with its bits.
struct Answer {
  RowPtr row;
  std::int64_t bits = 0;
};

class MemoryCursor final : public Cursor {
 public:
  MemoryCursor(std::vector<Answer> answers, std::vector<std::size_t> positions, bool has_bits)
      : answers_{std::move(answers)}, positions_{std::move(positions)}, has_bits_{has_bits} {}

  bool next(std::span<Cell> row) override {
    if (at_ == answers_.size()) return false;
    const auto& answer = answers_[at_++];
    for (std::size_t i = 0; i < positions_.size(); ++i)
      row[i] = borrow((*answer.row)[positions_[i]]);
    if (has_bits_) row[positions_.size()] = answer.bits;
    return true;
  }

 private:
  std::vector<Answer> answers_;
  std::vector<std::size_t> positions_;
  bool has_bits_;
  std::size_t at_ = 0;
};

/// The value that a condition demands of a column, or null if it does not pin it to one.
const Value* pinned_value(const Expr* condition, std::string_view column) {
  if (condition == nullptr) return nullptr;
  if (condition->op == Operator::equal && condition->operand == Operand::value &&
      condition->column->name == column) {
    return &condition->values.front();
  }
  if (condition->op != Operator::all_of) return nullptr;
  for (const auto& child : condition->children) {
    if (const auto* value = pinned_value(&child, column)) return value;
  }
  return nullptr;
}

/// The beginning of the primary keys that can satisfy the conditions: as many of its columns as
/// they pin, so that a row by its key is found without a walk.
std::string key_range(const TableFormat& format, const Uuid& organization, const Expr* visible,
                      const Expr& where) {
  auto prefix = key_prefix(organization);
  for (const auto& column : std::span{format.schema.primary_key}.subspan(1)) {
    const auto* value = pinned_value(&where, column);
    if (value == nullptr) value = pinned_value(visible, column);
    if (value == nullptr || is_null(*value)) break;
    append_to_key(prefix, borrow(*value));
  }
  return prefix;
}

/// The page of a sorted list that a query asks for.
void cut_page(std::vector<RowPtr>& rows, const Select& query) {
  const auto size = rows.size();
  const auto first = std::min<std::uint64_t>(query.offset, size);
  const auto length = std::min<std::uint64_t>(query.limit.value_or(size), size - first);
  const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
  rows = {begin, begin + static_cast<std::ptrdiff_t>(length)};
}

std::int64_t bits_of(const std::vector<Expr>& conditions, Matcher& matcher, const EntityView& view,
                     const Row& row) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    if (matcher.holds(conditions[i], view, row)) bits |= std::uint64_t{1} << i;
  }
  return static_cast<std::int64_t>(bits);
}

void check_conditions(const Select& query) {
  check_condition(query.where);
  if (query.visible) check_condition(*query.visible);
  if (!query.row_bits) return;
  for (const auto& condition : *query.row_bits) check_condition(condition);
}

}  // namespace

std::vector<RowPtr> find_rows(const EntityView& view, const Uuid& organization, Matcher& matcher,
                              const Expr* visible, const Expr& where) {
  std::vector<RowPtr> found;
  const auto& format = *view.table->format;
  view.table->rows.for_each(key_range(format, organization, visible, where),
                            [&](const RowPtr& row) {
                              if (!format.is_live(*row) || !matcher.holds(where, view, *row))
                                return;
                              if (visible == nullptr || matcher.holds(*visible, view, *row))
                                found.push_back(row);
                            });
  return found;
}

std::unique_ptr<Cursor> select_rows(const Database& database, const Uuid& organization,
                                    const Select& query) {
  check_conditions(query);
  EntityView view{database, *query.entity};
  Matcher matcher{database, organization, query.now};
  auto rows = find_rows(view, organization, matcher, query.visible.get(), query.where);
  std::ranges::sort(rows, RowOrder{view, query.order});
  cut_page(rows, query);
  std::vector<Answer> answers;
  answers.reserve(rows.size());
  for (auto& row : rows) {
    const auto bits = query.row_bits ? bits_of(*query.row_bits, matcher, view, *row) : 0;
    answers.push_back({std::move(row), bits});
  }
  return std::make_unique<MemoryCursor>(
      std::move(answers), std::move(view.positions), query.row_bits != nullptr);
}

std::uint64_t count_rows(const Database& database, const Uuid& organization, const Count& query) {
  check_condition(query.where);
  if (query.visible) check_condition(*query.visible);
  const EntityView view{database, *query.entity};
  Matcher matcher{database, organization, query.now};
  const std::uint64_t found =
      find_rows(view, organization, matcher, query.visible.get(), query.where).size();
  return query.limit ? std::min<std::uint64_t>(found, *query.limit) : found;
}

}  // namespace salus::memory

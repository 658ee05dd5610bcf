#include "salus/sql/invocation.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "salus/core/error.hpp"
#include "salus/sql/prefix.hpp"

#include "packed_list.hpp"

namespace salus::sql {

namespace {

constexpr std::size_t with_now = 0x80;  // beside an Operator in one byte
constexpr std::size_t by_row = 0x40;    // likewise
constexpr std::size_t any_length = 0xFFFF'FFFF;

void require(bool holds, const char* what) {
  if (!holds) throw Error{ErrorCode::internal, std::string{"Malformed query: "} + what};
}

[[noreturn]] void refuse(const FieldInfo& column, std::string_view code, std::string message) {
  Issues issues;
  issues.add(column.name, code, std::move(message));
  throw Error{std::move(issues)};
}

/// What no engine keeps as it is.
void require_storable(const Cell& cell, const FieldInfo& column) {
  if (const auto* text = std::get_if<std::string_view>(&cell)) {
    if (text->find('\0') == std::string_view::npos) return;
    refuse(column, "null_characters_not_allowed", "Null characters are not allowed.");
  }
  const auto* number = std::get_if<double>(&cell);
  if (number != nullptr && std::isnan(*number)) refuse(column, "invalid", "This is not a number.");
}

/// A row is written into the session's organization, and never leaves it.
void require_owner(const Value& owner, const Uuid& organization, const FieldInfo& column) {
  if (owner != Value{organization})
    refuse(column, "invalid", "The row belongs to another organization.");
}

}  // namespace

void Invocation::describe(const Select& query, const Uuid& organization) {
  begin('S', *query.entity, organization);
  now_ = query.now;
  byte(static_cast<std::size_t>(query.shape));
  optional_condition(query.visible.get());
  condition(query.where);
  row_bits(query.row_bits.get());
  order(query.order);
  range(query.limit, query.offset);
}

void Invocation::describe(const Count& query, const Uuid& organization) {
  begin('C', *query.entity, organization);
  now_ = query.now;
  byte(static_cast<std::size_t>(query.shape));
  range(query.limit, 0);
  optional_condition(query.visible.get());
  condition(query.where);
}

void Invocation::describe(const Insertion& insertion, const Uuid& organization) {
  const EntityInfo& entity = insertion.entity;
  const FieldInfo& owner = entity.organization_id();
  begin(insertion.skips_existing ? 'J' : 'I', entity, organization);
  word(insertion.rows.size());
  for (const auto& row : insertion.rows) {
    require(row.size() == entity.columns.size(), "a row has a value for every column");
    for (const auto& column : entity.columns) {
      if (&column == &owner)
        require_owner(row[column.position], organization, column);
      else
        add(borrow(row[column.position]), column);
    }
  }
}

void Invocation::describe(const Update& update, const Uuid& organization) {
  begin('U', *update.entity, organization);
  now_ = update.now;
  word(update.assignments.size());
  for (const auto& assignment : update.assignments) {
    const FieldInfo& column = *assignment.column;
    if (column.name == "organization_id") require_owner(assignment.value, organization, column);
    byte(column.position);
    add(borrow(assignment.value), column);
  }
  condition(update.where);
}

void Invocation::describe(const Removal& removal, const Uuid& organization) {
  begin('D', removal.entity, organization);
  condition(removal.where);
}

std::size_t Invocation::number_of(const Expr& node) const {
  const auto found =
      std::ranges::find(numbers_, &node, &std::pair<const Expr*, std::size_t>::first);
  require(found != numbers_.end(), "the node was not described");
  return found->second;
}

void Invocation::begin(char kind, const EntityInfo& entity, const Uuid& organization) {
  shape_.assign(1, kind);
  address(&entity);
  parameters_.clear();
  parameters_.emplace_back(organization);
  numbers_.clear();
  kept_.clear();
  now_ = {};
  now_number_ = 0;
  offset_number_ = 0;
}

void Invocation::condition(const Expr& node) {
  const auto op = static_cast<std::size_t>(node.op);
  switch (node.op) {
    case Operator::always:
    case Operator::never:
      return byte(op);
    case Operator::negation:
      byte(op);
      return condition(node.children.front());
    case Operator::all_of:
    case Operator::any_of:
      byte(op);
      word(node.children.size());
      for (const auto& child : node.children) condition(child);
      return;
    case Operator::exists:
      byte(op | (node.row_by_row ? by_row : 0));
      byte(node.column->position);
      address(node.related);
      byte(node.related_column->position);
      return condition(node.children.front());
    case Operator::has_element:
      byte(op);
      byte(node.column->position);
      path(node);
      return condition(node.children.front());
    default:
      return comparison(node);
  }
}

void Invocation::comparison(const Expr& node) {
  const bool is_now = node.operand == Operand::now;
  require(node.op != Operator::caller_has && (is_now || node.operand == Operand::value),
          "only row-level security asks who the caller is");
  byte(static_cast<std::size_t>(node.op) | (is_now ? with_now : 0));
  byte(node.column->position);
  path(node);
  if (node.op == Operator::is_null) return;
  if (is_now) {
    add_now();
    numbers_.emplace_back(&node, now_number_);
    return;
  }
  require(node.op == Operator::in || !node.values.empty(), "a comparison has a value");
  numbers_.emplace_back(&node, parameters_.size() + 1);
  if (node.op == Operator::in) return list(node);
  add(borrow(node.values.front()), *node.column);
  if (node.op == Operator::starts_with) prefix(node);
}

void Invocation::path(const Expr& node) {
  salus::detail::require_json_node(node);
  if (node.column->type != FieldType::json) return;
  byte(node.path ? node.path->size() + 1 : 0);
  if (!node.path) return;
  for (const auto& name : *node.path) {
    word(name.size());
    shape_ += name;
  }
}

void Invocation::list(const Expr& node) {
  const bool packed = is_packed(node);
  word(packed ? any_length : node.values.size());
  for (const auto& value : node.values) {
    if (packed)
      require_storable(borrow(value), *node.column);
    else
      add(borrow(value), *node.column);
  }
  if (packed)
    parameters_.emplace_back(std::string_view{kept_.emplace_back(packed_list(node.values))});
}

void Invocation::prefix(const Expr& node) {
  const auto* text = std::get_if<std::string>(&node.values.front());
  auto end = text != nullptr ? successor(*text) : std::nullopt;
  byte(end ? 1 : 0);
  if (end) parameters_.emplace_back(std::string_view{kept_.emplace_back(std::move(*end))});
}

void Invocation::optional_condition(const Expr* node) {
  byte(node != nullptr ? 1 : 0);
  if (node != nullptr) condition(*node);
}

void Invocation::row_bits(const std::vector<Expr>* bits) {
  require(bits == nullptr || bits->size() <= 63, "a row has at most 63 bits");
  byte(bits != nullptr ? bits->size() + 1 : 0);
  if (bits == nullptr) return;
  for (const auto& bit : *bits) condition(bit);
}

void Invocation::order(std::span<const OrderKey> keys) {
  byte(keys.size());
  for (const auto& key : keys) {
    byte(key.column->position);
    byte(static_cast<std::size_t>(key.direction) | static_cast<std::size_t>(key.missing) << 1U);
  }
}

// The limit is part of the text: a planner that does not know it prepares for many rows. Programs use few page sizes.
void Invocation::range(std::optional<std::uint32_t> limit, std::uint64_t offset) {
  byte((limit ? 1U : 0U) | (offset != 0 ? 2U : 0U));
  if (limit) word(*limit);
  if (offset == 0) return;
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  parameters_.emplace_back(static_cast<std::int64_t>(std::min(offset, most)));
  offset_number_ = parameters_.size();
}

void Invocation::word(std::size_t number) {
  const auto small = static_cast<std::uint32_t>(number);
  char bytes[sizeof small];
  std::memcpy(bytes, &small, sizeof small);
  shape_.append(bytes, sizeof bytes);
}

void Invocation::address(const void* identity) {
  char bytes[sizeof identity];
  std::memcpy(bytes, static_cast<const void*>(&identity), sizeof identity);
  shape_.append(bytes, sizeof bytes);
}

void Invocation::add_now() {
  if (now_number_ != 0) return;
  parameters_.emplace_back(now_);
  now_number_ = parameters_.size();
}

void Invocation::add(Cell cell, const FieldInfo& column) {
  require_storable(cell, column);
  parameters_.push_back(cell);
}

}  // namespace salus::sql

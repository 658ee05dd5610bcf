#include "cli/import/row_key.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "salus/query/evaluate.hpp"

#include "cli/words/split.hpp"

namespace salus::cli {

namespace {

Expr at_column(const KeyColumn& column, Expr leaf) {
  return column.path ? expr::at_path(*column.path, std::move(leaf)) : leaf;
}

/// One of these values; they are in the form of a key.
Expr is_one_of(const KeyColumn& column, const std::set<Value>& values) {
  std::vector<Value> present;
  std::vector<Expr> ways;
  for (const auto& value : values) {
    if (is_null(value))
      ways.push_back(at_column(column, expr::is_null(*column.field)));
    else if (column.field->ignores_case)
      ways.push_back(expr::compare(Operator::equal_ignoring_case, *column.field, value));
    else
      present.push_back(value);
  }
  if (!present.empty())
    ways.push_back(at_column(column, expr::in(*column.field, std::move(present))));
  return expr::any_of(std::move(ways));
}

Cell cell_at(const KeyColumn& column, const Cell& cell, std::optional<std::string>& decoded) {
  if (!column.path) return cell;
  decoded = detail::decode_json_string(detail::json_at(cell, *column.path));
  return decoded ? Cell{std::string_view{*decoded}} : Cell{};
}

}  // namespace

std::optional<KeyColumn> key_column(const EntityInfo& entity, std::string_view name) {
  const auto parts = split(name, '.');
  const auto* field = parts.empty() ? nullptr : entity.find(parts.front());
  if (field == nullptr || field->write_only || field->type == FieldType::bytes) return std::nullopt;
  if (parts.size() == 1) return KeyColumn{field};
  if (field->type != FieldType::json ||
      !std::ranges::all_of(parts.begin() + 1, parts.end(), detail::is_path_step))
    return std::nullopt;
  return KeyColumn{field, JsonPath{parts.begin() + 1, parts.end()}};
}

Value key_value(const KeyColumn& column, Value value) {
  auto* text = std::get_if<std::string>(&value);
  if (text != nullptr && column.field->ignores_case)
    std::ranges::transform(*text, text->begin(), detail::ascii_lower);
  return value;
}

RowKey key_of(const KeyKind& kind, std::span<const Cell> cells) {
  RowKey key;
  for (const auto& column : kind.columns) {
    std::optional<std::string> decoded;
    key.push_back(key_value(column, own(cell_at(column, cells[column.field->position], decoded))));
  }
  return key;
}

Expr condition_near(const KeyKind& kind, std::span<const RowKey> keys) {
  std::vector<Expr> conditions;
  for (std::size_t i = 0; i < kind.columns.size(); ++i) {
    std::set<Value> values;
    for (const auto& key : keys) values.insert(key[i]);
    conditions.push_back(is_one_of(kind.columns[i], values));
  }
  return expr::all_of(std::move(conditions));
}

}  // namespace salus::cli

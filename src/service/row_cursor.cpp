#include "salus/service/row_cursor.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <nlohmann/json.hpp>

#include "salus/core/error.hpp"

#include "base64url.hpp"
#include "digest.hpp"
#include "row_place.hpp"

namespace salus {

namespace {

using nlohmann::json;

constexpr std::size_t seal_size = 8;

struct JsonOf {
  json operator()(Null) const { return nullptr; }
  json operator()(bool truth) const { return truth; }
  json operator()(std::int64_t number) const { return number; }
  json operator()(double number) const { return number; }
  json operator()(std::string_view text) const { return text; }
  json operator()(BytesView bytes) const { return to_hex(bytes.data); }
  json operator()(const Uuid& uuid) const { return uuid.to_string(); }
  json operator()(Timestamp moment) const { return moment.time_since_epoch().count(); }
  json operator()(Date date) const {
    return std::chrono::sys_days{date}.time_since_epoch().count();
  }
};

/// Ties a cursor to one order of one entity, and shows a damaged one. No secret: who makes one up by hand begins a
/// page elsewhere, and sees what they may see there.
std::string seal_of(const EntityInfo& entity, std::span<const OrderKey> keys,
                    std::string_view values) {
  std::string text{entity.name};
  for (const auto& key : keys) {
    text += key.direction == Direction::ascending ? '+' : '-';
    text += key.column->name;
  }
  return sha256(text + '\n' + std::string{values}).substr(0, seal_size);
}

Error invalid_cursor() {
  Issues issues;
  issues.add("cursor", "invalid", "Invalid cursor");
  return Error{std::move(issues)};
}

/// Its seal says that `cursor_of` wrote it; a hand that computed the seal may still have put in anything.
Value value_in(const json& element, const FieldInfo& column) {
  if (element.is_null() && column.nullable) return Null{};
  switch (column.type) {
    case FieldType::boolean:
      return element.get<bool>();
    case FieldType::integer:
      return element.get<std::int64_t>();
    case FieldType::number:
      return element.get<double>();
    case FieldType::timestamp:
      return Timestamp{std::chrono::microseconds{element.get<std::int64_t>()}};
    case FieldType::date:
      return Date{std::chrono::sys_days{std::chrono::days{element.get<std::int32_t>()}}};
    case FieldType::uuid:
      if (const auto uuid = Uuid::parse(element.get_ref<const std::string&>())) return *uuid;
      throw invalid_cursor();
    case FieldType::text:
    case FieldType::choice:
      return element.get<std::string>();
    default:
      throw invalid_cursor();
  }
}

std::vector<Value> values_in(std::string_view text, std::span<const OrderKey> keys) {
  try {
    const auto elements = json::parse(text);
    if (elements.size() != keys.size()) throw invalid_cursor();
    std::vector<Value> values;
    for (std::size_t i = 0; i < keys.size(); ++i)
      values.push_back(value_in(elements.at(i), *keys[i].column));
    return values;
  } catch (const json::exception&) {
    throw invalid_cursor();
  }
}

Expr key_is(const OrderKey& key, const Value& value) {
  return is_null(value) ? expr::is_null(*key.column)
                        : expr::compare(Operator::equal, *key.column, value);
}

/// The values of one key that come behind this one, in ranges one after another.
std::vector<Expr> behind(const OrderKey& key, const Value& value) {
  std::vector<Expr> ranges;
  const bool missing_first = key.missing == Missing::first;
  if (is_null(value)) {
    if (missing_first) ranges.push_back(!expr::is_null(*key.column));
    return ranges;
  }
  const auto op = key.direction == Direction::ascending ? Operator::greater : Operator::less;
  ranges.push_back(expr::compare(op, *key.column, value));
  if (key.column->nullable && !missing_first) ranges.push_back(expr::is_null(*key.column));
  return ranges;
}

}  // namespace

std::string cursor_of(const RowView& row, std::span<const OrderKey> order) {
  const auto& entity = *row.entity;
  const auto keys = completed_order(entity, order);
  auto values = json::array();
  for (const auto& key : keys) values.push_back(std::visit(JsonOf{}, row[*key.column]));
  const auto text = values.dump(-1, ' ', false, json::error_handler_t::replace);
  return encode_base64url(seal_of(entity, keys, text) + text);
}

std::vector<OrderKey> reversed_order(std::vector<OrderKey> keys) {
  for (auto& [column, direction, missing] : keys) {
    direction = direction == Direction::ascending ? Direction::descending : Direction::ascending;
    missing = missing == Missing::last ? Missing::first : Missing::last;
  }
  return keys;
}

std::vector<Value> read_cursor(const std::string& cursor, const EntityInfo& entity,
                               std::span<const OrderKey> keys) {
  const auto bytes = decode_base64url(cursor);
  if (!bytes || bytes->size() < seal_size) throw invalid_cursor();
  const auto text = std::string_view{*bytes}.substr(seal_size);
  if (!bytes->starts_with(seal_of(entity, keys, text))) throw invalid_cursor();
  return values_in(text, keys);
}

std::vector<Expr> ranges_from_the_beginning(const OrderKey& first) {
  if (!first.column->nullable) return {expr::always()};
  return {!expr::is_null(*first.column), expr::is_null(*first.column)};
}

std::vector<Expr> ranges_behind(std::span<const OrderKey> keys, std::span<const Value> place) {
  std::vector<Expr> ranges;
  for (std::size_t level = keys.size(); level-- > 0;) {
    Expr same = expr::always();
    for (std::size_t i = 0; i < level; ++i) same = std::move(same) && key_is(keys[i], place[i]);
    for (auto& range : behind(keys[level], place[level]))
      ranges.push_back(same && std::move(range));
  }
  return ranges;
}

}  // namespace salus

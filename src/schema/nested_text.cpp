#include "salus/schema/nested_text.hpp"

#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

#include "salus/core/json_items.hpp"
#include "salus/core/json_text.hpp"
#include "salus/schema/json_cell.hpp"

namespace salus {

namespace {

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  return whole ? std::optional{number} : std::nullopt;
}

template <class Read>
Value value_or_text(std::optional<Read> read, std::string&& text) {
  return read ? Value{*read} : Value{std::move(text)};
}

Value value_of_string(FieldType type, std::string text) {
  switch (type) {
    case FieldType::date:
      return value_or_text(parse_date(text), std::move(text));
    case FieldType::timestamp:
      return value_or_text(parse_timestamp(text), std::move(text));
    case FieldType::uuid:
      return value_or_text(Uuid::parse(text), std::move(text));
    default:
      return text;
  }
}

/// What JSON says, as a field's value; if it is of another type, as a value that is too.
Value value_of(const FieldFacts& field, std::string_view text) {
  const bool is_free = field.type == FieldType::json && field.value == nullptr;
  if (text == "null" && (field.nullable || !is_free)) return Null{};
  if (field.type == FieldType::json) return std::string{text};
  if (text == "true" || text == "false") return text == "true";
  if (auto string = detail::decode_json_string(text))
    return value_of_string(field.type, *std::move(string));
  if (const auto integer = read_number<std::int64_t>(text);
      integer && field.type != FieldType::number)
    return *integer;
  if (const auto number = read_number<double>(text)) return *number;
  return Bytes{std::string{text}};  // a list or an object, where no JSON is wanted
}

/// Calls `visit` with each value that has a field; false as soon as it is, or if there can be none.
template <class Visit>
bool visit_members(const ValueInfo& info, std::string_view text, const Visit& visit) {
  if (info.is_single()) return visit(info.fields.front(), value_of(info.fields.front(), text));
  if (!text.starts_with('{')) return false;
  for (detail::JsonItems items{text}; items.next();) {
    const auto name = detail::decode_json_string(items.key());
    const auto* field = name ? info.find(*name) : nullptr;
    if (field != nullptr && !visit(*field, value_of(*field, items.value()))) return false;
  }
  return true;
}

}  // namespace

std::optional<std::vector<std::string_view>> nested_elements(std::string_view text) {
  if (!text.starts_with('[')) return std::nullopt;
  std::vector<std::string_view> elements;
  for (detail::JsonItems items{text}; items.next();) elements.push_back(items.value());
  return elements;
}

std::optional<NestedMembers> read_members(const ValueInfo& info, std::string_view text) {
  NestedMembers members{info.defaults(), {}};
  const bool read = visit_members(info, text, [&members](const FieldInfo& field, Value value) {
    members.values[field.position] = std::move(value);
    members.given.add(field);
    return true;
  });
  return read ? std::optional{std::move(members)} : std::nullopt;
}

bool read_nested(const ValueInfo& info, std::string_view text, void* object) {
  return visit_members(info, text, [object](const FieldInfo& field, const Value& value) {
    return field.store(object, borrow(value));
  });
}

void append_nested(std::string& out, const ValueInfo& info, const void* object) {
  const auto append = [&out, object](const FieldInfo& field) {
    append_json(out, borrow(field.load(object)), field.type);
  };
  if (info.is_single()) return append(info.fields.front());
  out += '{';
  for (const auto& field : info.fields) {
    append_json_name(out, field.name);
    append(field);
  }
  out += '}';
}

}  // namespace salus

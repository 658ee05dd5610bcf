#include "journal_body.hpp"

#include <algorithm>
#include <vector>

#include "salus/codec/json_writer.hpp"

namespace salus {

namespace {

std::vector<const FieldInfo*> changed_fields(const RowChange& change) {
  std::vector<const FieldInfo*> fields;
  for (const auto& field : change.entity->fields()) {
    const bool one_sided = change.before.empty() || change.after.empty();
    if (one_sided || change.before[field.position] != change.after[field.position])
      fields.push_back(&field);
  }
  std::ranges::sort(fields, {}, &FieldInfo::name);
  return fields;
}

/// A password hash is never written anywhere else; the journal tells only that it changed.
void append_side(std::string& json, std::string_view side,
                 const std::vector<const FieldInfo*>& fields, std::span<const Value> values) {
  json += '"';
  json += side;
  json += "\":{";
  bool first = true;
  for (const auto* field : fields) {
    if (values.empty() || is_null(values[field->position])) continue;
    if (!first) json += ',';
    first = false;
    json += '"';
    json += field->name;
    json += "\":";
    if (field->write_only)
      json += "\"[redacted]\"";
    else
      append_json(json, borrow(values[field->position]), field->type);
  }
  json += '}';
}

/// A member of an object that is being written.
void append_values(std::string& json, const Expr& node) {
  for (const auto& value : node.values) {
    json += ',';
    if (node.column->write_only)
      json += "\"[redacted]\"";
    else
      append_json(json, borrow(value), node.column->type);
  }
  if (node.operand == Operand::now) json += ",\"now\"";
}

/// `["equal","sex","female"]`, `["all_of",[…],[…]]`, `["exists","care_relationship",[…]]`
void append_condition(std::string& json, const Expr& node) {
  json += "[\"";
  json += to_name(node.op);
  json += '"';
  const auto subject = node.related != nullptr  ? node.related->name
                       : node.column != nullptr ? node.column->name
                                                : std::string_view{};
  if (!subject.empty()) ((json += ",\"") += subject) += '"';
  append_values(json, node);
  for (const auto& child : node.children) {
    json += ',';
    append_condition(json, child);
  }
  json += ']';
}

void append_order(std::string& json, std::span<const OrderKey> order) {
  json += '[';
  for (const auto& key : order) {
    if (json.back() != '[') json += ',';
    json += key.direction == Direction::descending ? "\"-" : "\"";
    json += key.column->name;
    json += '"';
  }
  json += ']';
}

}  // namespace

std::string change_json(const RowChange& change) {
  const auto fields = changed_fields(change);
  std::string json = "{";
  append_side(json, "after", fields, change.after);
  json += ',';
  append_side(json, "before", fields, change.before);
  return json + '}';
}

std::string question_json(const ListOptions& options) {
  std::string json = "{";
  if (!options.cursor.empty()) append_json_string(append_json_name(json, "cursor"), options.cursor);
  if (!options.filter.is_always())
    append_condition(append_json_name(json, "filter"), options.filter);
  if (options.limit) append_json_name(json, "limit") += std::to_string(*options.limit);
  if (options.offset != 0) append_json_name(json, "offset") += std::to_string(options.offset);
  if (!options.order.empty()) append_order(append_json_name(json, "order"), options.order);
  if (!options.search.empty()) append_json_string(append_json_name(json, "search"), options.search);
  return json + '}';
}

std::string shown_json(std::string_view question, std::span<const Uuid> rows) {
  std::string json = "{";
  json.reserve(32 + question.size() + 40 * rows.size());
  if (!question.empty()) append_json_name(json, "query") += question;
  if (rows.empty()) return json + '}';
  append_json_name(json, "rows") += '[';
  for (const auto& row : rows) {
    if (json.back() != '[') json += ',';
    ((json += '"') += row.to_string()) += '"';
  }
  return json + "]}";
}

std::string counted_json(std::string_view question, std::uint64_t count) {
  std::string json = "{\"count\":" + std::to_string(count);
  append_json_name(json, "query") += question;
  return json + '}';
}

std::string denial_json(std::string_view reason) {
  std::string json = "{";
  append_json_string(append_json_name(json, "reason"), reason);
  return json + '}';
}

}  // namespace salus

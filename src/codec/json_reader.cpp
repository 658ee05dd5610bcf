#include "salus/codec/json_reader.hpp"

#include <string>
#include <utility>

#include "salus/schema/validation.hpp"

#include "codec/json_parser.hpp"
#include "codec/json_tree.hpp"
#include "codec/value_reader.hpp"

namespace salus {

namespace {

using codec::JsonKind;
using codec::JsonNode;

JsonNode parse_body(std::string_view json) {
  if (json.empty()) return {.kind = JsonKind::object};
  return codec::parse_json_tree(json, codec::LoneSurrogates::keep);
}

void refuse_body(const JsonNode& body, Issues& issues) {
  if (body.is_null()) {
    issues.add("non_field_errors", "null", "No data provided");
    return;
  }
  issues.add(
      "non_field_errors",
      "invalid",
      "Invalid data. Expected a dictionary, but got " + std::string{python_type(body)} + ".");
}

}  // namespace

Patch read_patch(const EntityInfo& entity, std::string_view json, Issues& issues,
                 const LocalTimeReader& local_time) {
  Patch patch{entity};
  const JsonNode body = parse_body(json);
  if (body.kind != JsonKind::object) {
    refuse_body(body, issues);
    return patch;
  }
  for (const auto& field : entity.fields()) {
    if (field.read_only || field.write_only) continue;
    const auto* member = codec::find_member(body, field.name);
    if (member == nullptr) continue;
    auto value = codec::read_value(field, *member, local_time, issues);
    const auto before = issues.size();
    if (value) validate_value(field, *value, issues);
    if (value && issues.size() == before) patch.set(field, std::move(*value));
  }
  return patch;
}

}  // namespace salus

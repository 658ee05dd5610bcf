#include "codec/openapi_schemas.hpp"

#include <array>
#include <utility>

#include "salus/schema/value_info.hpp"

#include "codec/openapi_host_schemas.hpp"
#include "codec/wire_columns.hpp"

namespace salus::codec {

namespace {

void add_null(OpenApiJson& schema) {
  if (schema.contains("$ref")) {
    schema = {{"anyOf", {schema, {{"type", "null"}}}}};
    return;
  }
  if (!schema.contains("type")) return;  // any value: null too
  schema["type"] = OpenApiJson::array({schema["type"], "null"});
  if (schema.contains("enum")) schema["enum"].push_back(nullptr);
}

std::string description_of(const FieldFacts& field, const Catalog& catalog) {
  if (field.type == FieldType::json && field.value == nullptr) return "Any JSON value.";
  const auto* target = field.references.empty() ? nullptr : catalog.find(field.references);
  if (target != nullptr) return "Refers to " + std::string{target->entity->type_name} + ".";
  if (field.defaults_to_now) return "Left out on creation: the time of the call.";
  return "";
}

/// What stands in the JSON of a field that has a table.
OpenApiJson nested_schema(const FieldFacts& field) {
  const auto& info = *field.value;
  if (!info.is_single()) {
    auto element = reference_to("schemas", info.type_name);
    if (!field.list) return element;
    return {{"type", "array"}, {"items", std::move(element)}};
  }
  const auto& single = info.fields.front();
  auto element = value_schema(single.type, single.choices);
  if (field.max_length != 0) element["maxLength"] = field.max_length;
  return {{"type", "array"}, {"items", std::move(element)}};
}

OpenApiJson field_schema(const FieldFacts& field, const Catalog& catalog) {
  auto schema =
      field.value != nullptr ? nested_schema(field) : value_schema(field.type, field.choices);
  if (field.nullable) add_null(schema);
  if (field.format == TextFormat::email) schema["format"] = "email";
  if (field.format == TextFormat::time_of_day) schema["format"] = "time";
  if (field.max_length != 0 && field.value == nullptr) schema["maxLength"] = field.max_length;
  if (!field.label.empty()) schema["title"] = field.label;
  if (field.read_only) schema["readOnly"] = true;
  if (field.phi) schema["x-phi"] = true;
  if (auto description = description_of(field, catalog); !description.empty())
    schema["description"] = description;
  return schema;
}

OpenApiJson row_schema(const EntityInfo& entity, const Catalog& catalog) {
  auto properties = OpenApiJson::object();
  for_each_wire_column(entity, [&](const FieldInfo& column) {
    properties[std::string{column.name}] = field_schema(column, catalog);
  });
  auto schema = object_schema(std::move(properties));
  schema["required"] = OpenApiJson::array({entity.key().name});
  schema["description"] = "Fields that the caller may not read are left out.";
  return schema;
}

bool is_writable(const FieldFacts& field) { return !field.read_only && !field.write_only; }

OpenApiJson patch_schema(const EntityInfo& entity, const Catalog& catalog) {
  auto properties = OpenApiJson::object();
  for (const auto& field : entity.fields()) {
    if (is_writable(field)) properties[std::string{field.name}] = field_schema(field, catalog);
  }
  auto schema = object_schema(std::move(properties));
  schema["description"] = "Fields that are left out keep their value.";
  return schema;
}

OpenApiJson creation_schema(const EntityInfo& entity, const Catalog& catalog) {
  auto schema = patch_schema(entity, catalog);
  schema.erase("description");
  auto names = OpenApiJson::array();
  for (const auto& field : entity.fields()) {
    if (!field.required || !is_writable(field)) continue;
    names.push_back(field.name);
    if (field.type == FieldType::text)
      schema["properties"][std::string{field.name}]["minLength"] = 1;
  }
  if (!names.empty()) schema["required"] = std::move(names);
  return schema;
}

/// Adds the nested values of an entity, or of another value.
void add_nested_schemas(OpenApiJson& schemas, std::span<const FieldInfo> fields,
                        const Catalog& catalog) {
  for (const auto& field : fields) {
    if (field.value == nullptr || field.value->is_single()) continue;
    const auto& info = *field.value;
    if (schemas.contains(std::string{info.type_name})) continue;
    auto properties = OpenApiJson::object();
    auto required = OpenApiJson::array();
    for (const auto& member : info.fields) {
      properties[std::string{member.name}] = field_schema(member, catalog);
      if (member.required) required.push_back(member.name);
    }
    auto schema = object_schema(std::move(properties));
    if (!required.empty()) schema["required"] = std::move(required);
    schemas[std::string{info.type_name}] = std::move(schema);
    add_nested_schemas(schemas, info.fields, catalog);
  }
}

OpenApiJson detail_schema() {
  const OpenApiJson text{{"type", "string"}};
  auto schema = object_schema({{"detail", text}, {"code", text}});
  schema["required"] = OpenApiJson::array({"detail"});
  return schema;
}

/// The sentences under each field's name; what is wrong with the whole stands under non_field_errors. In the place of
/// sentences about nested values stands the same for each of them.
OpenApiJson field_errors_schema() {
  const OpenApiJson sentences{{"type", "array"}, {"items", {{"type", "string"}}}};
  const auto inside = reference_to("schemas", "FieldErrors");
  const OpenApiJson of_elements{{"type", "array"}, {"items", inside}};
  return {{"type", "object"},
          {"additionalProperties", {{"anyOf", {sentences, of_elements, inside}}}}};
}

}  // namespace

OpenApiJson value_schema(FieldType type, std::span<const std::string_view> choices) {
  switch (type) {
    case FieldType::boolean:
      return {{"type", "boolean"}};
    case FieldType::integer:
      return {{"type", "integer"}, {"format", "int64"}};
    case FieldType::number:
      return {{"type", "number"}, {"format", "double"}};
    case FieldType::text:
      return {{"type", "string"}};
    case FieldType::bytes:
      return {{"type", "string"}, {"contentEncoding", "base64"}};
    case FieldType::uuid:
      return {{"type", "string"}, {"format", "uuid"}};
    case FieldType::timestamp:
      return {{"type", "string"}, {"format", "date-time"}};
    case FieldType::date:
      return {{"type", "string"}, {"format", "date"}};
    case FieldType::choice:
      return {{"type", "string"}, {"enum", choices}};
    case FieldType::json:
      break;
  }
  return OpenApiJson::object();
}

OpenApiJson reference_to(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string{kind} + "/" + std::string{name}}};
}

OpenApiJson object_schema(OpenApiJson properties) {
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

OpenApiJson page_of(OpenApiJson row) {
  const OpenApiJson link{{"type", {"string", "null"}}, {"format", "uri"}};
  auto schema = object_schema({{"count", {{"type", {"integer", "null"}}}},
                               {"count_is_at_least", {{"type", "boolean"}}},
                               {"next", link},
                               {"previous", link},
                               {"results", {{"type", "array"}, {"items", std::move(row)}}}});
  schema["required"] = {"next", "previous", "results"};
  return schema;
}

OpenApiJson json_content(OpenApiJson schema) {
  return {{"application/json", {{"schema", std::move(schema)}}}};
}

std::string page_schema_name(const EntityInfo& entity) {
  return std::string{entity.type_name} + "Page";
}
std::string creation_schema_name(const EntityInfo& entity) {
  return std::string{entity.type_name} + "Creation";
}
std::string patch_schema_name(const EntityInfo& entity) {
  return std::string{entity.type_name} + "Patch";
}

OpenApiJson openapi_components(const Catalog& catalog) {
  auto schemas = OpenApiJson::object();
  for (const auto& [entity, filters] : catalog.entries()) {
    if (entity->collection.empty()) continue;
    schemas[std::string{entity->type_name}] = row_schema(*entity, catalog);
    schemas[creation_schema_name(*entity)] = creation_schema(*entity, catalog);
    schemas[patch_schema_name(*entity)] = patch_schema(*entity, catalog);
    schemas[page_schema_name(*entity)] = page_of(reference_to("schemas", entity->type_name));
    add_nested_schemas(schemas, entity->fields(), catalog);
  }
  add_host_schemas(schemas, catalog);
  schemas["Detail"] = detail_schema();
  schemas["FieldErrors"] = field_errors_schema();
  const OpenApiJson bearer{{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}};
  return {{"schemas", std::move(schemas)},
          {"responses", openapi_errors()},
          {"securitySchemes", {{"bearer", bearer}}}};
}

}  // namespace salus::codec

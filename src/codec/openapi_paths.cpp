#include "codec/openapi_paths.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "salus/domain/care_relationship.hpp"
#include "salus/domain/doctor.hpp"
#include "salus/domain/patient.hpp"

namespace salus::codec {

namespace {

struct ErrorResponse {
  std::string_view status;
  std::string_view name;
};

constexpr ErrorResponse invalid_input{"400", "InvalidInput"};
constexpr ErrorResponse unauthenticated{"401", "Unauthenticated"};
constexpr ErrorResponse forbidden{"403", "Forbidden"};
constexpr ErrorResponse not_found{"404", "NotFound"};
constexpr ErrorResponse method_not_allowed{"405", "MethodNotAllowed"};
constexpr ErrorResponse conflict{"409", "Conflict"};
constexpr ErrorResponse precondition_failed{"412", "PreconditionFailed"};

struct Success {
  std::string_view status;
  std::string_view description;
  std::string schema{};  ///< Empty: no body.
};

OpenApiJson responses_of(const Success& success, std::initializer_list<ErrorResponse> errors) {
  OpenApiJson answer{{"description", success.description}};
  if (!success.schema.empty())
    answer["content"] = json_content(reference_to("schemas", success.schema));
  OpenApiJson responses{{std::string{success.status}, std::move(answer)}};
  for (const auto& error : errors)
    responses[std::string{error.status}] = reference_to("responses", error.name);
  return responses;
}

/// What writes answer that another row refuses.
void add_conflict(OpenApiJson& responses, const EntityInfo& entity) {
  if (!entity.overlaps.empty())
    responses[std::string{conflict.status}] = reference_to("responses", conflict.name);
}

OpenApiJson request_body(std::string_view schema) {
  return {{"required", true}, {"content", json_content(reference_to("schemas", schema))}};
}

OpenApiJson query_parameter(std::string_view name, std::string_view description,
                            OpenApiJson schema) {
  OpenApiJson parameter{{"name", name}, {"in", "query"}};
  if (!description.empty()) parameter["description"] = description;
  parameter["schema"] = std::move(schema);
  return parameter;
}

OpenApiJson header_parameter(std::string_view name, std::string_view description) {
  return {{"name", name},
          {"in", "header"},
          {"description", description},
          {"schema", {{"type", "string"}}}};
}

void add_filters(OpenApiJson& parameters, const CatalogEntry& entry) {
  for (const auto& field : entry.entity->fields()) {
    const bool replaced =
        std::ranges::find(entry.filters, field.name, &FilterInfo::name) != entry.filters.end();
    if (field.filterable && !replaced) {
      parameters.push_back(
          query_parameter(field.name, "", value_schema(field.type, field.choices)));
    }
  }
  for (const auto& filter : entry.filters) {
    auto schema = value_schema(filter.type, filter.choices);
    if (filter.repeatable) schema = {{"type", "array"}, {"items", std::move(schema)}};
    parameters.push_back(query_parameter(filter.name, filter.description, std::move(schema)));
  }
}

/// Names of columns with an order, each also with a minus before it.
OpenApiJson ordering_parameter(const EntityInfo& entity) {
  auto keys = OpenApiJson::array();
  for (const auto& column : entity.columns) {
    if (column.write_only || !(column.sortable || column.unique || column.primary_key)) continue;
    keys.push_back(column.name);
    keys.push_back("-" + std::string{column.name});
  }
  auto parameter = query_parameter(
      "ordering",
      "The first key counts most; a minus turns a key round.",
      {{"type", "array"}, {"items", {{"type", "string"}, {"enum", std::move(keys)}}}});
  parameter["style"] = "form";
  parameter["explode"] = false;
  return parameter;
}

OpenApiJson list_parameters(const CatalogEntry& entry) {
  auto parameters = OpenApiJson::array();
  add_filters(parameters, entry);
  if (entry.entity->is_searchable()) {
    parameters.push_back(query_parameter("search",
                                         "Terms that all have to match the beginning of a word, "
                                         "without case and accents; \"quoted\" text is one term.",
                                         {{"type", "string"}}));
  }
  parameters.push_back(ordering_parameter(*entry.entity));
  const OpenApiJson number{{"type", "integer"}, {"minimum", 1}};
  parameters.push_back(query_parameter(
      "page", "From 1, or the word last.", {{"anyOf", {number, {{"const", "last"}}}}}));
  parameters.push_back(query_parameter(
      "page_size", "", {{"type", "integer"}, {"minimum", 1}, {"maximum", 500}, {"default", 50}}));
  parameters.push_back(query_parameter(
      "cursor",
      "Pages at the same cost at any depth, in place of numbered ones: empty at first, then as the "
      "links have it.",
      {{"type", "string"}}));
  parameters.push_back(query_parameter(
      "count",
      "What the count may cost: an estimate is exact up to 10,000, and then says so.",
      {{"type", "string"}, {"enum", {"none", "estimate", "exact"}}, {"default", "exact"}}));
  return parameters;
}

OpenApiJson operation(std::string_view verb, const EntityInfo& entity) {
  return {{"operationId", std::string{verb} + "_" + std::string{entity.name}},
          {"tags", OpenApiJson::array({entity.collection})}};
}

OpenApiJson list_operation(const CatalogEntry& entry) {
  auto list = operation("list", *entry.entity);
  list["parameters"] = list_parameters(entry);
  list["responses"] =
      responses_of({"200", "The rows the caller may see.", page_schema_name(*entry.entity)},
                   {invalid_input, unauthenticated, forbidden, not_found, method_not_allowed});
  return list;
}

OpenApiJson create_operation(const EntityInfo& entity) {
  auto create = operation("create", entity);
  create["parameters"] = OpenApiJson::array({header_parameter(
      "Idempotency-Key", "A repeated call with this key gets the first answer.")});
  create["requestBody"] = request_body(creation_schema_name(entity));
  create["responses"] =
      responses_of({"201", "The row as it was made.", std::string{entity.type_name}},
                   {invalid_input, unauthenticated, forbidden, method_not_allowed});
  add_conflict(create["responses"], entity);
  return create;
}

OpenApiJson read_operation(const EntityInfo& entity) {
  auto read = operation("read", entity);
  read["responses"] = responses_of({"200", "The row.", std::string{entity.type_name}},
                                   {unauthenticated, forbidden, not_found, method_not_allowed});
  read["responses"]["200"]["headers"]["ETag"] = {{"description", "The version of the row."},
                                                 {"schema", {{"type", "string"}}}};
  return read;
}

OpenApiJson write_operation(std::string_view verb, const EntityInfo& entity,
                            const Success& success) {
  auto write = operation(verb, entity);
  write["parameters"] = OpenApiJson::array(
      {header_parameter("If-Match", "The ETag of the row that is to be changed.")});
  write["responses"] = responses_of(success,
                                    {invalid_input,
                                     unauthenticated,
                                     forbidden,
                                     not_found,
                                     method_not_allowed,
                                     precondition_failed});
  add_conflict(write["responses"], entity);
  return write;
}

OpenApiJson id_parameter() {
  return OpenApiJson::array({OpenApiJson{{"name", "id"},
                                         {"in", "path"},
                                         {"required", true},
                                         {"schema", value_schema(FieldType::uuid, {})}}});
}

OpenApiJson row_path(const EntityInfo& entity) {
  const Success changed{"200", "The row as it is now.", std::string{entity.type_name}};
  OpenApiJson path{{"parameters", id_parameter()}, {"get", read_operation(entity)}};
  path["put"] = write_operation("replace", entity, changed);
  path["put"]["requestBody"] = request_body(creation_schema_name(entity));
  path["patch"] = write_operation("update", entity, changed);
  path["patch"]["requestBody"] = request_body(patch_schema_name(entity));
  path["delete"] = write_operation("delete", entity, {"204", "The row is no longer listed."});
  return path;
}

OpenApiJson versions_path(const EntityInfo& entity) {
  auto list = operation("list_versions_of", entity);
  list["responses"] =
      responses_of({"200",
                    "The row and what it supersedes or is superseded by, the first one first.",
                    page_schema_name(entity)},
                   {unauthenticated, forbidden, not_found, method_not_allowed});
  return {{"parameters", id_parameter()}, {"get", std::move(list)}};
}

/// The rows that refer to one row.
OpenApiJson related_path(const CatalogEntry& entry, const FieldInfo& reference) {
  auto list = list_operation(entry);
  list["operationId"] =
      "list_" + std::string{entry.entity->name} + "_by_" + std::string{reference.name};
  return {{"parameters", id_parameter()}, {"get", std::move(list)}};
}

OpenApiJson break_glass_path() {
  auto open = operation("break_glass_for", entity_info<Patient>());
  open["requestBody"] = {
      {"required", true},
      {"content",
       json_content({{"type", "object"},
                     {"required", OpenApiJson::array({"reason"})},
                     {"properties", {{"reason", {{"type", "string"}, {"maxLength", 1000}}}}}})}};
  open["responses"] =
      responses_of({"201", "What the emergency opened.", std::string{type_name<CareRelationship>}},
                   {invalid_input, unauthenticated, forbidden, not_found, method_not_allowed});
  return {{"parameters", id_parameter()}, {"post", std::move(open)}};
}

OpenApiJson slots_path() {
  auto list = operation("list_slots_of", entity_info<Doctor>());
  const auto moment = value_schema(FieldType::timestamp, {});
  auto from =
      query_parameter("from", "Slots that begin here or later, and not before now.", moment);
  auto to = query_parameter("to", "Slots that end here or earlier; at most 31 days later.", moment);
  from["required"] = true;
  to["required"] = true;
  list["parameters"] = OpenApiJson::array({std::move(from), std::move(to)});
  list["responses"] =
      responses_of({"200", "The times for which the doctor's weekly hours have room.", "SlotPage"},
                   {invalid_input, unauthenticated, forbidden, not_found, method_not_allowed});
  return {{"parameters", id_parameter()}, {"get", std::move(list)}};
}

OpenApiJson login_path() {
  OpenApiJson login{{"operationId", "log_in"}, {"tags", OpenApiJson::array({"auth"})}};
  login["security"] = OpenApiJson::array();  // the one call that needs no token
  login["requestBody"] = request_body("Login");
  login["responses"] = responses_of({"200", "Tokens for the calls that follow.", "Tokens"},
                                    {invalid_input, unauthenticated, method_not_allowed});
  return {{"post", std::move(login)}};
}

}  // namespace

OpenApiJson openapi_paths(const Catalog& catalog) {
  OpenApiJson paths{{"/api/auth/login/", login_path()}};
  for (const auto& entry : catalog.entries()) {
    if (entry.entity->collection.empty()) continue;
    const std::string collection = "/api/" + std::string{entry.entity->collection} + "/";
    paths[collection] = {{"get", list_operation(entry)}, {"post", create_operation(*entry.entity)}};
    paths[collection + "{id}/"] = row_path(*entry.entity);
    if (!entry.entity->amendment.current.empty())
      paths[collection + "{id}/history/"] = versions_path(*entry.entity);
    for (const auto& field : entry.entity->fields()) {
      if (field.filterable && !field.references.empty())
        paths[collection + std::string{field.name} + "/{id}/"] = related_path(entry, field);
    }
    if (entry.entity == &entity_info<Patient>())
      paths[collection + "{id}/break-glass/"] = break_glass_path();
    if (entry.entity == &entity_info<Doctor>()) paths[collection + "{id}/slots/"] = slots_path();
  }
  return paths;
}

}  // namespace salus::codec

#include "codec/openapi_paths.hpp"

#include <algorithm>
#include <utility>

#include "salus/domain/care_relationship.hpp"
#include "salus/domain/doctor.hpp"
#include "salus/domain/patient.hpp"

#include "codec/openapi_operations.hpp"

namespace salus::codec {

namespace {

using namespace error_response;

/// An empty value is no filter.
OpenApiJson filter_parameter(std::string_view name, std::string_view description,
                             OpenApiJson schema) {
  auto parameter = query_parameter(name, description, std::move(schema));
  parameter["allowEmptyValue"] = true;
  return parameter;
}

void add_filters(OpenApiJson& parameters, const CatalogEntry& entry) {
  for (const auto& field : entry.entity->fields()) {
    const bool replaced =
        std::ranges::find(entry.filters, field.name, &FilterInfo::name) != entry.filters.end();
    if (field.filterable && !replaced) {
      parameters.push_back(
          filter_parameter(field.name, "", value_schema(field.type, field.choices)));
    }
  }
  for (const auto& filter : entry.filters) {
    auto schema = value_schema(filter.type, filter.choices);
    if (filter.repeatable) schema = {{"type", "array"}, {"items", std::move(schema)}};
    parameters.push_back(filter_parameter(filter.name, filter.description, std::move(schema)));
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
  parameters.push_back(
      query_parameter("page_size",
                      "Rows of a page, at most 500; what is no number from 1 counts as 50.",
                      {{"anyOf", {number, {{"type", "string"}}}}, {"default", 50}}));
  parameters.push_back(query_parameter(
      "cursor",
      "Pages at the same cost at any depth, in place of numbered ones: empty at first, then as the "
      "links have it.",
      {{"type", "string"}}));
  parameters.push_back(query_parameter(
      "count",
      "What the count may cost: an estimate is exact up to 10,000, and then says so.",
      {{"type", "string"}, {"enum", {"none", "estimate", "exact"}}, {"default", "exact"}}));
  parameters.push_back(query_parameter(
      "format",
      "As csv or ndjson a list is a file of all its rows: then it has no pages.",
      {{"type", "string"}, {"enum", {"json", "csv", "ndjson"}}, {"default", "json"}}));
  return parameters;
}

std::string id_of(std::string_view verb, const EntityInfo& entity) {
  return std::string{verb} + "_" + std::string{entity.name};
}

OpenApiJson entity_operation(std::string_view verb, const EntityInfo& entity,
                             std::string_view summary) {
  return operation(id_of(verb, entity), entity.collection, summary);
}

/// The rows of a page, or all of them as a file.
OpenApiJson list_answer(const EntityInfo& entity) {
  auto answer = success("The rows that the caller may see.", page_schema_name(entity));
  const OpenApiJson text{{"type", "string"}};
  answer["content"]["text/csv"]["schema"] = text;
  answer["content"]["application/x-ndjson"]["schema"] = text;
  add_header(answer, "Content-Disposition", "Of a file: its name.");
  return answer;
}

OpenApiJson list_operation(const CatalogEntry& entry) {
  auto list = entity_operation("list", *entry.entity, "The rows that the caller may see.");
  list["parameters"] = list_parameters(entry);
  set_responses(list, "200", list_answer(*entry.entity), {unauthenticated, forbidden, not_found});
  return list;
}

OpenApiJson row_answer(std::string_view description, const EntityInfo& entity) {
  auto answer = success(description, std::string{entity.type_name});
  add_header(answer, "ETag", "The version of the row.");
  return answer;
}

OpenApiJson create_operation(const EntityInfo& entity) {
  auto create = entity_operation("create", entity, "Make a row.");
  set_responses(
      create, "201", row_answer("The row as it was made.", entity), {unauthenticated, forbidden});
  set_body(create, reference_to("schemas", creation_schema_name(entity)));
  make_repeatable(create);
  return create;
}

OpenApiJson read_operation(const EntityInfo& entity) {
  auto read = entity_operation("read", entity, "One row.");
  read["parameters"] = OpenApiJson::array(
      {header_parameter("If-None-Match", "The ETag of the row as the caller has it: then 304."),
       header_parameter("If-Match", "The ETag that the row must have.")});
  set_responses(read,
                "200",
                row_answer("The row.", entity),
                {unauthenticated, forbidden, not_found, precondition_failed});
  auto known = success("The row is as the caller has it.");
  add_header(known, "ETag", "The version of the row.");
  read["responses"]["304"] = std::move(known);
  return read;
}

OpenApiJson write_operation(std::string_view verb, const EntityInfo& entity,
                            std::string_view summary) {
  auto write = entity_operation(verb, entity, summary);
  write["parameters"] = OpenApiJson::array(
      {header_parameter("If-Match", "The ETag of the row that is to be changed."),
       header_parameter("If-None-Match", "ETags that the row must not have.")});
  return write;
}

OpenApiJson change_operation(std::string_view verb, const EntityInfo& entity,
                             std::string_view summary, const std::string& schema) {
  auto change = write_operation(verb, entity, summary);
  set_responses(change,
                "200",
                row_answer("The row as it is now.", entity),
                {unauthenticated, forbidden, not_found, precondition_failed});
  set_body(change, reference_to("schemas", schema));
  if (!entity.overlaps.empty()) add_response(change, conflict);
  return change;
}

OpenApiJson remove_operation(const EntityInfo& entity) {
  auto remove = write_operation("delete",
                                entity,
                                entity.removal.choice.empty()
                                    ? "Remove a row; nobody sees it any more."
                                    : "Give a row the status that says it does not count.");
  set_responses(remove,
                "204",
                success("It is done."),
                {unauthenticated, forbidden, not_found, precondition_failed});
  return remove;
}

OpenApiJson row_path(const EntityInfo& entity) {
  return {{"parameters", id_parameter()},
          {"get", read_operation(entity)},
          {"put",
           change_operation("replace",
                            entity,
                            "Change a row; optional fields that are left out keep their value.",
                            creation_schema_name(entity))},
          {"patch",
           change_operation(
               "update", entity, "Change the fields that are sent.", patch_schema_name(entity))},
          {"delete", remove_operation(entity)}};
}

/// What came before a row: other rows, or entries of the journal.
OpenApiJson history_path(const EntityInfo& entity) {
  const bool has_versions = !entity.amendment.current.empty();
  auto list = has_versions
                  ? entity_operation("list_versions_of",
                                     entity,
                                     "A row and what it supersedes or is superseded by, the first "
                                     "one first.")
                  : entity_operation("list_revisions_of",
                                     entity,
                                     "What was done to a row, the first first: of its fields "
                                     "those that the caller may read today.");
  set_responses(
      list,
      "200",
      success("All on one page.", has_versions ? page_schema_name(entity) : "RevisionPage"),
      {unauthenticated, forbidden, not_found});
  return {{"parameters", id_parameter()}, {"get", std::move(list)}};
}

/// The rows that refer to one row.
OpenApiJson related_path(const CatalogEntry& entry, const FieldInfo& reference) {
  auto list = list_operation(entry);
  list["operationId"] = id_of("list", *entry.entity) + "_by_" + std::string{reference.name};
  list["summary"] = "The rows that refer to one " + std::string{reference.name} + ".";
  return {{"parameters", id_parameter()}, {"get", std::move(list)}};
}

OpenApiJson break_glass_path() {
  auto open = entity_operation("break_glass_for",
                               entity_info<Patient>(),
                               "Open a patient's data in an emergency: for a while, and to be "
                               "reviewed.");
  set_responses(
      open,
      "201",
      row_answer("The care relationship that it opened.", entity_info<CareRelationship>()),
      {unauthenticated, forbidden, not_found});
  set_body(
      open,
      {{"type", "object"},
       {"required", OpenApiJson::array({"reason"})},
       {"properties", {{"reason", {{"type", "string"}, {"minLength", 1}, {"maxLength", 1000}}}}}});
  make_repeatable(open);
  return {{"parameters", id_parameter()}, {"post", std::move(open)}};
}

OpenApiJson slots_path() {
  auto list = entity_operation(
      "list_slots_of", entity_info<Doctor>(), "When a doctor's weekly hours have room.");
  const auto moment = value_schema(FieldType::timestamp, {});
  auto from =
      query_parameter("from", "Slots that begin here or later, and not before now.", moment);
  auto to = query_parameter("to", "Slots that end here or earlier; at most 31 days later.", moment);
  from["required"] = true;
  to["required"] = true;
  list["parameters"] = OpenApiJson::array({std::move(from), std::move(to)});
  set_responses(list,
                "200",
                success("All on one page.", "SlotPage"),
                {unauthenticated, forbidden, not_found});
  return {{"parameters", id_parameter()}, {"get", std::move(list)}};
}

}  // namespace

void add_entity_paths(OpenApiJson& paths, const Catalog& catalog) {
  for (const auto& entry : catalog.entries()) {
    if (entry.entity->collection.empty()) continue;
    const std::string collection = "/api/" + std::string{entry.entity->collection} + "/";
    paths[collection] = {{"get", list_operation(entry)}, {"post", create_operation(*entry.entity)}};
    paths[collection + "{id}/"] = row_path(*entry.entity);
    paths[collection + "{id}/history/"] = history_path(*entry.entity);
    for (const auto& field : entry.entity->fields()) {
      if (field.filterable && !field.references.empty())
        paths[collection + std::string{field.name} + "/{id}/"] = related_path(entry, field);
    }
    if (entry.entity == &entity_info<Patient>())
      paths[collection + "{id}/break-glass/"] = break_glass_path();
    if (entry.entity == &entity_info<Doctor>()) paths[collection + "{id}/slots/"] = slots_path();
  }
}

}  // namespace salus::codec

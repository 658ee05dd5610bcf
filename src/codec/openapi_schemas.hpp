#pragma once

/// What rows and errors look like, as JSON Schema: the `components` of an OpenAPI document.

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "salus/query/catalog.hpp"

namespace salus::codec {

using OpenApiJson = nlohmann::ordered_json;  // in the order of the tables, not of the alphabet

/// The schema of a value: of a filter, or of a field that is not missing.
OpenApiJson value_schema(FieldType type, std::span<const std::string_view> choices);

/// `{"$ref": "#/components/<kind>/<name>"}`.
OpenApiJson reference_to(std::string_view kind, std::string_view name);

OpenApiJson object_schema(OpenApiJson properties);

/// The envelope of a list.
OpenApiJson page_of(OpenApiJson row);

/// `{"application/json": {"schema": …}}`.
OpenApiJson json_content(OpenApiJson schema);

/// Names of an entity's schemas. A row as it is read has the name of its type.
std::string page_schema_name(const EntityInfo& entity);
std::string creation_schema_name(const EntityInfo& entity);
std::string patch_schema_name(const EntityInfo& entity);

/// Every schema, error and way to prove who one is that paths refer to.
OpenApiJson openapi_components(const Catalog& catalog);

}  // namespace salus::codec

#pragma once

/// What can be asked of a host: the `paths` of an OpenAPI document.

#include "codec/openapi_schemas.hpp"

namespace salus::codec {

/// Of every entity that has a collection.
void add_entity_paths(OpenApiJson& paths, const Catalog& catalog);

/// Of what is no row: log-in, the journal, the host itself.
void add_host_paths(OpenApiJson& paths, const Catalog& catalog);

}  // namespace salus::codec

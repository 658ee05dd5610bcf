#pragma once

/// What can be asked of a host: the `paths` of an OpenAPI document.

#include "codec/openapi_schemas.hpp"

namespace salus::codec {

/// Of every entity that has a collection, and the log-in.
OpenApiJson openapi_paths(const Catalog& catalog);

}  // namespace salus::codec

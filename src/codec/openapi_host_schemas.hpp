#pragma once

/// What is said that is no row: log-in, entries of the journal, errors.

#include "codec/openapi_schemas.hpp"

namespace salus::codec {

void add_host_schemas(OpenApiJson& schemas, const Catalog& catalog);

/// The answers that refuse, by name.
OpenApiJson openapi_errors();

}  // namespace salus::codec

#pragma once

/// The description of the REST interface, made from the tables of the entities: it cannot drift from them.
///
/// @code
/// const std::string document = openapi_document(domain_catalog(), {.title = "St Mary's", .version = "1.4"});
/// @endcode
///
/// Pure; any thread. The same catalog and options make the same bytes.

#include <string>

#include "salus/core/export.hpp"
#include "salus/query/catalog.hpp"

namespace salus {

struct OpenApiOptions {
  std::string title = "Salus";
  std::string version = "1";
  std::string server_url{};  ///< Empty: the host that serves the document.
};

/// An OpenAPI 3.1 document in JSON of every entity that has a collection: how a row is read, made and changed, its
/// filters, and the log-in.
SALUS_EXPORT std::string openapi_document(const Catalog& catalog,
                                          const OpenApiOptions& options = {});

}  // namespace salus

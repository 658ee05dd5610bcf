#include "salus/codec/openapi.hpp"

#include "codec/openapi_paths.hpp"
#include "codec/openapi_schemas.hpp"

namespace salus {

std::string openapi_document(const Catalog& catalog, const OpenApiOptions& options) {
  using codec::OpenApiJson;
  OpenApiJson document{{"openapi", "3.1.0"},
                       {"info", {{"title", options.title}, {"version", options.version}}}};
  if (!options.server_url.empty())
    document["servers"] = OpenApiJson::array({{{"url", options.server_url}}});
  document["security"] = OpenApiJson::array({{{"bearer", OpenApiJson::array()}}});
  document["paths"] = codec::openapi_paths(catalog);
  document["components"] = codec::openapi_components(catalog);
  return document.dump(-1, ' ', false, OpenApiJson::error_handler_t::replace);
}

}  // namespace salus

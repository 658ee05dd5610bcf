#include "salus/codec/openapi.hpp"

#include <string_view>

#include "codec/openapi_paths.hpp"
#include "codec/openapi_schemas.hpp"

namespace salus {

namespace {

constexpr std::string_view description =
    "Log in at /api/auth/login/ and send the access token with every call: Authorization: Bearer "
    "…. Bodies are JSON; a "
    "form (application/x-www-form-urlencoded) is read as well. An unknown member of a body is "
    "ignored, an unknown "
    "parameter of a list is an error that names the nearest known one. A method that a path does "
    "not have is 405, and "
    "Allow names those that it has. A row that the caller may not see is answered as one that does "
    "not exist.";

}  // namespace

std::string openapi_document(const Catalog& catalog, const OpenApiOptions& options) {
  using codec::OpenApiJson;
  OpenApiJson document{{"openapi", "3.1.0"},
                       {"info",
                        {{"title", options.title},
                         {"version", options.version},
                         {"description", std::string{description}}}}};
  if (!options.server_url.empty())
    document["servers"] = OpenApiJson::array({{{"url", options.server_url}}});
  document["security"] = OpenApiJson::array({{{"bearer", OpenApiJson::array()}}});
  auto& paths = document["paths"] = OpenApiJson::object();
  codec::add_host_paths(paths, catalog);
  codec::add_entity_paths(paths, catalog);
  document["components"] = codec::openapi_components(catalog);
  return document.dump(-1, ' ', false, OpenApiJson::error_handler_t::replace);
}

}  // namespace salus

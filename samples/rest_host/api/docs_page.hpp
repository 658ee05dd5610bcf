#pragma once

/// /api/docs: the description of the interface as a page for people, made on the server. It needs no script and no
/// other host, and its search is the browser's.

#include <string>

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// The page of an OpenAPI document.
std::string docs_page(const std::string& openapi);

/// The page, and its style sheet, under a Content-Security-Policy that lets it load nothing else.
Response docs_response(std::string page);
Response docs_style_response();

}  // namespace salus::rest

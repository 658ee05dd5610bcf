#pragma once

/// One row as an answer: its JSON and its ETag.

#include <cstdint>
#include <string>

#include "salus/service/stored.hpp"

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// The row's fields that its reader may see, as a JSON object.
std::string to_json(const Record& record);

/// `"3"`: the version of a row is all there is to know about whether it changed.
std::string etag_of(std::int64_t version);

/// A row as the whole answer.
Response record_response(int status, const Record& record);

}  // namespace salus::rest

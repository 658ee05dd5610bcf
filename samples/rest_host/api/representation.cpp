#include "rest_host/api/representation.hpp"

#include "salus/codec/json_writer.hpp"

#include "rest_host/api/refusal.hpp"

namespace salus::rest {

std::string to_json(const Record& record) {
  std::string json;
  append_json(json, *record.entity, cells_of(record), record.facts.readable);
  return json;
}

std::string etag_of(std::int64_t version) { return "\"" + std::to_string(version) + "\""; }

Response record_response(int status, const Record& record) {
  auto response = json_response(status, to_json(record));
  response.headers.add("ETag", etag_of(record.facts.version));
  return response;
}

}  // namespace salus::rest

#include "rest_host/api/representation.hpp"

#include <vector>

#include "salus/codec/json_writer.hpp"

#include "rest_host/api/refusal.hpp"

namespace salus::rest {

std::string to_json(const Record& record) {
  const auto& entity = *record.entity;
  std::vector<Cell> cells(entity.columns.size());
  for (const auto& field : entity.fields()) cells[field.position] = borrow(record[field]);
  cells[entity.version().position] = record.facts.version;
  cells[entity.created_at().position] = record.facts.created_at;
  cells[entity.updated_at().position] = record.facts.updated_at;
  std::string json;
  append_json(json, entity, cells, record.facts.readable);
  return json;
}

std::string etag_of(std::int64_t version) { return "\"" + std::to_string(version) + "\""; }

Response record_response(int status, const Record& record) {
  auto response = json_response(status, to_json(record));
  response.headers.add("ETag", etag_of(record.facts.version));
  return response;
}

}  // namespace salus::rest

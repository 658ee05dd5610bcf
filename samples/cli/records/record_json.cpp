#include "cli/records/record_json.hpp"

#include <vector>

#include "salus/codec/json_writer.hpp"

namespace salus::cli {

std::string json_of(const RowView& row) {
  std::string json;
  append_json(json, *row.entity, row.cells, row.facts.readable);
  return json;
}

std::string json_of(const Record& record) {
  const auto& entity = *record.entity;
  std::vector<Cell> cells(entity.columns.size());
  for (const auto& field : entity.fields()) cells[field.position] = borrow(record[field]);
  if (entity.metadata == RowMetadata::present) {
    cells[entity.version().position] = record.facts.version;
    cells[entity.created_at().position] = record.facts.created_at;
    cells[entity.updated_at().position] = record.facts.updated_at;
  }
  return json_of(RowView{&entity, cells, record.facts});
}

}  // namespace salus::cli

#include "salus/codec/json_writer.hpp"

#include "codec/wire_columns.hpp"

namespace salus {

void append_json(std::string& out, const EntityInfo& entity, std::span<const Cell> columns,
                 FieldMask readable) {
  char separator = '{';
  codec::for_each_wire_column(entity, [&](const FieldInfo& column) {
    if (!readable.contains(column)) return;
    out += {separator, '"'};
    out += column.name;
    out += "\":";
    append_json(out, columns[column.position], column.type);
    separator = ',';
  });
  if (separator == '{') out += '{';
  out += '}';
}

}  // namespace salus

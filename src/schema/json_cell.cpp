#include "salus/schema/json_cell.hpp"

#include <cmath>
#include <variant>

#include "salus/core/json_text.hpp"

#include "core/cell_text.hpp"

namespace salus {

namespace {

bool is_unwritable(const Cell& cell) {
  const auto* number = std::get_if<double>(&cell);
  return is_null(cell) || (number != nullptr && !std::isfinite(*number));
}

void append_quoted(std::string& out, const Cell& cell) {
  out += '"';
  detail::append_cell_text(out, cell);
  out += '"';
}

}  // namespace

void append_json(std::string& out, const Cell& cell, FieldType type) {
  if (is_unwritable(cell)) {
    out += "null";
  } else if (const auto* text = std::get_if<std::string_view>(&cell)) {
    if (type == FieldType::json)
      out += *text;
    else
      append_json_string(out, *text);
  } else if (type == FieldType::boolean || type == FieldType::integer ||
             type == FieldType::number) {
    detail::append_cell_text(out, cell);
  } else {
    append_quoted(out, cell);
  }
}

}  // namespace salus

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "salus/codec/csv.hpp"

#include "codec/wire_columns.hpp"
#include "core/cell_text.hpp"

namespace salus {

namespace {

/// What makes a spreadsheet run a cell: the list of OWASP, with the full-width signs that some locales take.
constexpr std::array<std::string_view, 11> formula_beginnings{
    "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

bool is_formula(std::string_view text) {
  return std::ranges::any_of(formula_beginnings, [text](std::string_view beginning) {
    return text.starts_with(beginning);
  });
}

/// A formula with or without apostrophes before it: one more makes it harmless, and can be taken away again.
bool needs_apostrophe(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
  return is_formula(text);
}

void append_quoted(std::string& out, std::string_view text, std::string_view before) {
  out += '"';
  out += before;
  for (std::size_t quote = text.find('"'); quote != std::string_view::npos;
       quote = text.find('"')) {
    out += text.substr(0, quote + 1);
    out += '"';
    text.remove_prefix(quote + 1);
  }
  out += text;
  out += '"';
}

}  // namespace

void append_csv_cell(std::string& out, std::string_view text) {
  const std::string_view before = needs_apostrophe(text) ? "'" : "";
  if (text.find_first_of(",\"\r\n") != std::string_view::npos)
    return append_quoted(out, text, before);
  out += before;
  out += text;
}

std::string_view restored_csv_cell(std::string_view cell) {
  if (cell.starts_with('\'') && needs_apostrophe(cell)) cell.remove_prefix(1);
  return cell;
}

void append_csv_header(std::string& out, const EntityInfo& entity) {
  bool first = true;
  codec::for_each_wire_column(entity, [&](const FieldInfo& column) {
    if (!std::exchange(first, false)) out += ',';
    out += column.name;
  });
  out += "\r\n";
}

void append_csv(std::string& out, const EntityInfo& entity, std::span<const Cell> columns,
                FieldMask readable) {
  bool first = true;
  codec::for_each_wire_column(entity, [&](const FieldInfo& column) {
    if (!std::exchange(first, false)) out += ',';
    if (!readable.contains(column)) return;
    const Cell& cell = columns[column.position];
    if (const auto* text = std::get_if<std::string_view>(&cell))
      append_csv_cell(out, *text);
    else
      detail::append_cell_text(out, cell);
  });
  out += "\r\n";
}

}  // namespace salus

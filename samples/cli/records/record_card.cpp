#include "cli/records/record_card.hpp"

#include <algorithm>
#include <ostream>
#include <string>

#include "cli/records/field_label.hpp"
#include "cli/records/readable_text.hpp"
#include "cli/records/row_text.hpp"
#include "cli/terminal/terminal.hpp"
#include "cli/terminal/text_width.hpp"

namespace salus::cli {

namespace {

std::string id_text(const RowFacts& facts, const FieldInfo& field, const Cell& cell,
                    ReferenceNames& names) {
  const auto text = row_text(facts, field, cell, names);
  const auto* id = std::get_if<Uuid>(&cell);
  const bool is_named = id != nullptr && facts.shows(field) && text != id->to_string();
  return is_named ? text + "  " + id->to_string() : text;
}

}  // namespace

void print_card(std::ostream& out, const Record& record, ReferenceNames& names) {
  const Style style{Stream::output};
  std::size_t width = 0;
  for (const auto& field : record.entity->fields())
    width = std::max(width, width_of(label_of(field)));
  bool hides_something = false;
  for (const auto& field : record.entity->fields()) {
    if (field.write_only) continue;
    const auto text = id_text(record.facts, field, borrow(record[field]), names);
    if (text.empty()) continue;
    hides_something = hides_something || text == hidden_mark;
    out << style.dim(padded_right(label_of(field), width)) << "  " << printable(text) << '\n';
  }
  out << style.dim("version " + std::to_string(record.facts.version) + ", made " +
                   readable_text(record.facts.created_at) + ", changed " +
                   readable_text(record.facts.updated_at) + " UTC" +
                   (hides_something ? ";  · is hidden from this account" : ""))
      << '\n';
}

}  // namespace salus::cli

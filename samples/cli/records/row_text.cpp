#include "cli/records/row_text.hpp"

#include "cli/records/readable_text.hpp"

namespace salus::cli {

std::string row_text(const RowFacts& facts, const FieldInfo& field, const Cell& cell,
                     ReferenceNames& names) {
  if (!facts.shows(field)) return std::string{hidden_mark};
  const auto* id = std::get_if<Uuid>(&cell);
  if (id != nullptr && !field.references.empty()) return names.name_of(field, *id);
  return readable_text(cell, field.type);
}

}  // namespace salus::cli

#include "references.hpp"

#include "salus/core/error.hpp"

namespace salus::memory {

namespace {

[[noreturn]] void refuse_reference(const std::string& constraint) {
  throw Error::violates(constraint, "A row refers to one that does not exist.");
}

/// The beginning of the keys of all rows of this row's organization.
std::string organization_prefix(const TableFormat& format, const Row& row) {
  std::string prefix;
  append_to_key(prefix, borrow(row[format.key.front()]));
  return prefix;
}

/// Throws if a row under this prefix refers to the id.
void refuse_if_referred_to(const Table& from, const ReferenceFormat& reference,
                           std::string_view organization, const Value& id) {
  from.rows.for_each(organization, [&](const RowPtr& row) {
    if ((*row)[reference.position] == id) refuse_reference(reference.name);
  });
}

}  // namespace

void check_references_from(const Database& database, const Table& table, const Row& row) {
  for (const auto& reference : table.format->references) {
    const auto& id = row[reference.position];
    if (is_null(id)) continue;
    auto key = organization_prefix(*table.format, row);
    append_to_key(key, borrow(id));
    if (database.at(reference.table).rows.find(key) == nullptr) refuse_reference(reference.name);
  }
}

void check_references_to(const Database& database, const Table& table, const Row& row) {
  const auto& format = *table.format;
  if (table.rows.find(format.key_of(row)) != nullptr) return;
  const auto organization = organization_prefix(format, row);
  for (const auto& from : database.tables) {
    for (const auto& reference : from.format->references) {
      if (reference.table != format.schema.name) continue;
      refuse_if_referred_to(from, reference, organization, row[format.key.back()]);
    }
  }
}

}  // namespace salus::memory

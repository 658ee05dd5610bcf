#include "identifiers.hpp"

#include <vector>

#include "salus/domain/source_identifier.hpp"
#include "salus/query/column.hpp"

namespace salus {

namespace {

using List = std::vector<SourceIdentifier>;

List list_in(const FieldInfo& field, std::span<const Value> row) {
  List list;
  if (!row.empty()) detail::Storage<List>::store(list, borrow(row[field.position]));
  return list;
}

}  // namespace

const FieldInfo* identifiers_field(const EntityInfo& entity) {
  for (const auto& field : entity.fields()) {
    if (field.list && field.value == &value_info<SourceIdentifier>()) return &field;
  }
  return nullptr;
}

void store_identifiers(Transaction& transaction, Id<Organization> organization,
                       const EntityInfo& entity, Uuid row_id, std::span<const Value> row_before,
                       std::span<const Value> row_after) {
  const auto* field = identifiers_field(entity);
  if (field == nullptr) return;
  const auto before = list_in(*field, row_before);
  const auto after = list_in(*field, row_after);
  if (before == after) return;
  if (!before.empty())
    transaction.remove(entity_info<Identifier>(), f<&Identifier::row_id> == row_id);
  Insert insert{&entity_info<Identifier>(), {}};
  for (const auto& [system, value] : after) {
    insert.rows.push_back(values_of(Identifier{.organization_id = organization,
                                               .entity = std::string{entity.name},
                                               .system = system,
                                               .value = value,
                                               .row_id = row_id}));
  }
  if (!insert.rows.empty()) transaction.insert(insert);
}

}  // namespace salus

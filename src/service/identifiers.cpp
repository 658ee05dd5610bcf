#include "identifiers.hpp"

#include <vector>

#include "salus/domain/source_identifier.hpp"
#include "salus/query/column.hpp"

#include "derived_rows.hpp"

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
                       const RowChange& change) {
  const auto* field = identifiers_field(*change.entity);
  if (field == nullptr) return;
  const auto before = list_in(*field, change.before);
  const auto after = list_in(*field, change.after);
  if (before == after) return;
  const auto old = before.empty() ? expr::never() : f<&Identifier::row_id> == change.row_id;
  std::vector<std::vector<Value>> rows;
  for (const auto& [system, value] : after) {
    rows.push_back(values_of(Identifier{.organization_id = organization,
                                        .entity = std::string{change.entity->name},
                                        .system = system,
                                        .value = value,
                                        .row_id = change.row_id}));
  }
  replace_rows(transaction, entity_info<Identifier>(), old, std::move(rows));
}

}  // namespace salus

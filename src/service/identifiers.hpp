#pragma once

#include <span>

#include "salus/domain/identifier.hpp"
#include "salus/storage/session.hpp"

namespace salus {

/// The field of an entity that lists source identifiers, or null.
const FieldInfo* identifiers_field(const EntityInfo& entity);

/// Makes the identifier table say what a row's list says. An empty row: there was none, or is none any more.
void store_identifiers(Transaction& transaction, Id<Organization> organization,
                       const EntityInfo& entity, Uuid row_id, std::span<const Value> before,
                       std::span<const Value> after);

}  // namespace salus

#pragma once

#include "salus/domain/identifier.hpp"
#include "salus/storage/session.hpp"

#include "row_change.hpp"

namespace salus {

/// The field of an entity that lists source identifiers, or null.
const FieldInfo* identifiers_field(const EntityInfo& entity);

/// Makes the identifier table say what a row's list says.
void store_identifiers(Transaction& transaction, Id<Organization> organization,
                       const RowChange& change);

}  // namespace salus

#pragma once

#include <string>
#include <vector>

#include "salus/core/issues.hpp"
#include "salus/domain/identifier.hpp"
#include "salus/storage/session.hpp"

#include "row_change.hpp"

namespace salus {

/// The field of an entity that lists source identifiers, or null.
const FieldInfo* identifiers_field(const EntityInfo& entity);

/// Reads the list `[{"system":…,"value":…}]`; adds an issue for each element that is not of that form.
std::vector<Identifier> read_identifiers(const Value& list, Issues& issues);

/// Makes the identifier table say what a row's list says.
void store_identifiers(Transaction& transaction, Id<Organization> organization,
                       const RowChange& change);

}  // namespace salus

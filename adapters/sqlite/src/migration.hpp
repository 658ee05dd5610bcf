#pragma once

/// Schema changes on the file.

#include <span>

#include "salus/schema/change.hpp"

#include "connection.hpp"

namespace salus::sqlite {

/// Makes the changes, with the guards of new tables. Runs inside a transaction, which makes it all or
/// nothing. Throws `schema_mismatch` for a change that only a person can make.
void migrate(Connection& connection, std::span<const SchemaChange> changes);

}  // namespace salus::sqlite

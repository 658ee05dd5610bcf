#pragma once

/// Exclusions as SQL, and as one line that engines keep beside what watches over them: their catalogs hold SQL text
/// only, and that is not to be read back.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "salus/schema/snapshot.hpp"
#include "salus/sql/dialect.hpp"

namespace salus::sql {

/// Statements that make SQLite watch: triggers.
std::vector<Guard> sqlite_exclusion(std::string_view table, const ExclusionSchema& exclusion);

/// The statements that make PostgreSQL watch: a constraint, and its line as a comment.
std::vector<Guard> postgres_exclusion(std::string_view table, const ExclusionSchema& exclusion);

}  // namespace salus::sql

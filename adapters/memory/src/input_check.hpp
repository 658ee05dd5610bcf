#pragma once

/// What the port refuses before it looks at any row.

#include "salus/core/issues.hpp"
#include "salus/core/value.hpp"
#include "salus/query/expr.hpp"
#include "salus/schema/snapshot.hpp"

namespace salus::memory {

/// Adds an issue if the column cannot hold the value.
void check_value(Issues& issues, const ColumnSchema& column, const Value& value);

/// Throws `invalid_input` naming each column that is compared with a text with a NUL.
void check_condition(const Expr& condition);

}  // namespace salus::memory

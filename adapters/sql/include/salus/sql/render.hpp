#pragma once

/// Queries as SQL text. Every table, in sub-selects too, is narrowed to the organization (placeholder
/// 1) and to rows that are not marked as deleted.
///
/// `invocation` has described the same query. Equal shapes give equal texts.

#include <string>
#include <string_view>

#include "salus/sql/dialect.hpp"
#include "salus/sql/invocation.hpp"

namespace salus::sql {

/// Rows: the entity's columns in the table's order, then the row bits as one integer.
std::string render(const Select& query, const Invocation& invocation, const Dialect& dialect);

/// One row with one integer.
std::string render(const Count& query, const Invocation& invocation, const Dialect& dialect);

std::string render(const Insertion& insertion, const Invocation& invocation,
                   const Dialect& dialect);
std::string render(const Update& update, const Invocation& invocation, const Dialect& dialect);
std::string render(const Removal& removal, const Invocation& invocation, const Dialect& dialect);

/// ` = ` and its like, the same in every dialect. Throws `internal` for what compares nothing.
std::string_view sign_of(Operator op);

}  // namespace salus::sql

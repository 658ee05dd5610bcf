#pragma once

/// Rows by the whole policy: the profile `full`, for a plain PostgreSQL.
///
/// A policy for each command asks the view `caller` (one row: who the context names, and what the rules
/// of their access level give), and looks into other tables through views. The views belong to the
/// tables' owner, for whom no policy holds: so a look-up sees every row, and no policy asks itself.

#include <string_view>
#include <vector>

#include "salus/query/row_security.hpp"
#include "salus/sql/dialect.hpp"

namespace salus::postgres::full_row_security {

/// The policies of a table, each with the statement that makes it.
std::vector<sql::Guard> policies_of(const RowRules& rules, const RowSecurity& security);

/// The views, in the same form.
std::vector<sql::Guard> views_of(const RowSecurity& security);

/// The rules of a table, or null: it is held to the organization alone.
const RowRules* rules_of(const RowSecurity* security, std::string_view table);

/// Where a stream of the journal ends is asked of this view: entries are for few to read.
inline constexpr std::string_view journal_head = "journal_head";

}  // namespace salus::postgres::full_row_security

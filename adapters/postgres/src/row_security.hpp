#pragma once

/// The wall between organizations that PostgreSQL itself holds up: the profile `wall`.
///
/// One permissive policy per table, for all commands, without a sub-select, not forced on the owner: what a
/// sharded PostgreSQL can carry too (Citus stores a restrictive policy as permissive on its shards).

#include <string>
#include <string_view>
#include <vector>

namespace salus::postgres::row_security {

/// No context is an empty text or null, which is no organization: no rows.
inline constexpr std::string_view condition =
    "organization_id = nullif(current_setting('app.organization_id', true), '')::uuid";

/// The same as the catalog prints it.
inline constexpr std::string_view printed_condition =
    "(organization_id = (NULLIF(current_setting('app.organization_id'::text, true), "
    "''::text))::uuid)";

std::string policy_name(std::string_view table);

std::string policy_statement(std::string_view table);

/// The statements that put it up.
std::vector<std::string> statements_of(std::string_view table);

}  // namespace salus::postgres::row_security

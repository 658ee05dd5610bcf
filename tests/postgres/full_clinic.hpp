#pragma once

/// A database of the profile `full`, and SQL in somebody's name past the library.

#include <memory>
#include <set>
#include <string>

#include "salus/query/row_security.hpp"
#include "salus/service/clinic.hpp"

#include "caller_context.hpp"
#include "postgres/clinic_database.hpp"

namespace salus::postgres_test {

using Ids = std::set<std::string>;

inline SchemaSnapshot full_schema(const Policy& policy = default_policy()) {
  return required_schema({.policy = policy, .row_security = RowSecurityProfile::full});
}

/// A principal's facts as the library hands them to the adapter.
inline Caller caller_for(const Principal& principal) {
  const auto unwrap = [](const auto& id) { return id ? std::optional{id->value} : std::nullopt; };
  Caller caller{.roles = {},
                .user = unwrap(principal.user),
                .doctor = unwrap(principal.doctor),
                .patient = unwrap(principal.patient),
                .access_level = unwrap(principal.access_level)};
  for (const auto name : names_of(principal.roles)) caller.roles.emplace_back(name);
  return caller;
}

/// Begins a transaction of the application's role with the context, and with nothing else.
inline void begin_as(RawSql& sql, const Principal& principal, Timestamp now) {
  sql("BEGIN; SET LOCAL app.organization_id = " + quoted(principal.organization.value) + "; " +
      postgres::caller_context::introduction(caller_for(principal), now, {}));
}

/// The ids that a statement answers with.
inline Ids ids_from(RawSql& sql, const std::string& statement) {
  Ids ids;
  for (const auto& row : sql(statement)) ids.insert(row.at(0));
  return ids;
}

}  // namespace salus::postgres_test

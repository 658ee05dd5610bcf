#pragma once

/// A database of the tests' server as a hospital has it: tables made by the owner, used as the application.

#include <memory>
#include <utility>

#include "salus/postgres.hpp"

#include "support/postgres_server.hpp"

namespace salus::testing {

inline std::shared_ptr<Backend> open_migrated(const PostgresDatabase& database,
                                              const SchemaSnapshot& schema,
                                              postgres::OpenOptions options = {}) {
  const auto owner = postgres::open(database.owner_uri);
  owner->apply(compare({}, schema));
  owner->renew_guards(schema);
  return postgres::open(database.application_uri, std::move(options));
}

}  // namespace salus::testing

#pragma once

/// The small clinic on each adapter, so that what two engines do is tested by one test.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include "salus/postgres.hpp"
#include "salus/sqlite.hpp"

#include "support/postgres_server.hpp"
#include "support/small_clinic.hpp"

namespace salus::test {

/// Tables made by the owner; the application's role has the rest.
inline std::shared_ptr<Backend> new_postgres_database(const Catalog& catalog) {
  const auto database = salus::testing::PostgresServer::shared().create_database();
  std::vector<const EntityInfo*> entities;
  for (const auto& entry : catalog.entries()) entities.push_back(entry.entity);
  postgres::open(database.owner_uri)->apply(compare({}, snapshot_of(entities)));
  return postgres::open(database.application_uri);
}

/// Runs `check` in one section for each adapter.
inline void on_every_adapter(const Catalog& catalog, const Policy& policy,
                             const std::function<void(SmallClinic&)>& check) {
  SECTION("memory") {
    SmallClinic world{memory::open(), catalog, policy};
    check(world);
  }
  SECTION("SQLite") {
    const auto folder =
        std::filesystem::temp_directory_path() / ("salus_surface_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto key = sqlite::Key::generate(system_environment().random);
    SmallClinic world{sqlite::open(folder / "clinic.db", key, {.mode = sqlite::OpenMode::create}),
                      catalog,
                      policy};
    check(world);
    std::filesystem::remove_all(folder);
  }
  SECTION("PostgreSQL") {
    SmallClinic world{new_postgres_database(catalog), catalog, policy};
    check(world);
  }
}

}  // namespace salus::test

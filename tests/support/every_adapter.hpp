#pragma once

/// The small clinic on each adapter, so that what two engines do is tested by one test.

#include <filesystem>
#include <functional>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include "salus/sqlite.hpp"

#include "support/migrated_postgres.hpp"
#include "support/small_clinic.hpp"

namespace salus::test {

/// Runs `check` in one section for each adapter.
inline void on_every_adapter(const Catalog& catalog, const Policy& policy,
                             const std::function<void(SmallClinic&)>& check,
                             JournalOptions journal = {.reads = JournalReads::off}) {
  SECTION("memory") {
    SmallClinic world{memory::open(), catalog, policy, RowSecurityProfile::wall, journal};
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
                      policy,
                      RowSecurityProfile::wall,
                      journal};
    check(world);
    std::filesystem::remove_all(folder);
  }
  SECTION("PostgreSQL") {
    const auto database = salus::testing::PostgresServer::shared().create_database();
    SmallClinic world{salus::testing::open_migrated(database, snapshot_of(catalog)),
                      catalog,
                      policy,
                      RowSecurityProfile::wall,
                      journal};
    check(world);
  }
  SECTION("PostgreSQL, full") {
    const auto database = salus::testing::PostgresServer::shared().create_database();
    const auto schema = required_schema(
        {.catalog = catalog, .policy = policy, .row_security = RowSecurityProfile::full});
    SmallClinic world{salus::testing::open_migrated(database, schema),
                      catalog,
                      policy,
                      RowSecurityProfile::full,
                      journal};
    check(world);
  }
}

}  // namespace salus::test

#include <memory>

#include <catch2/catch_test_macros.hpp>

#include "property/comparison.hpp"
#include "property/world_databases.hpp"
#include "support/migrated_postgres.hpp"

using namespace salus;
using namespace salus::property;

namespace {

void check_worlds(const std::shared_ptr<Backend>& backend, std::uint64_t count) {
  WARN(count << " worlds from SALUS_SEED=" << first_seed());
  const auto asked = std::make_shared<salus::test::ReadOnlyBackend>(backend);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto world = random_world(first_seed() + i);
    store(*backend, world);
    INFO("SALUS_SEED=" << world.seed << "\n" << Policy{world.rules_in_force()}.to_string());
    REQUIRE(difference_in(asked, world).value_or("nothing") == "nothing");
  }
}

}  // namespace

TEST_CASE("in random worlds the decision, the query and the oracle agree in memory") {
  check_worlds(worlds_in_memory(), number_from("SALUS_WORLDS_MEMORY", 2'000));
}

TEST_CASE("in random worlds the decision, the query and the oracle agree on SQLite") {
  const WorldFile file;
  check_worlds(file.open(), number_from("SALUS_WORLDS_SQLITE", 5'000));
}

TEST_CASE("in random worlds the decision, the query and the oracle agree on PostgreSQL") {
  const auto database = salus::testing::PostgresServer::shared().create_database();
  check_worlds(salus::testing::open_migrated(database, snapshot_of(domain_catalog())),
               number_from("SALUS_WORLDS_POSTGRES", 500));
}

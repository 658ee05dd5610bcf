#include "surface/ward.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include "salus/postgres.hpp"
#include "salus/sqlite.hpp"

#include "rest_host/api/api.hpp"
#include "support/postgres_server.hpp"
#include "support/small_clinic.hpp"

using namespace salus;
using vendor::Ward;
using vendor::WardKind;

namespace {

/// Tables made by the owner; the application's role has the rest.
std::shared_ptr<Backend> empty_postgres() {
  const auto database = salus::testing::PostgresServer::shared().create_database();
  const auto catalog = vendor::catalog();
  std::vector<const EntityInfo*> entities;
  for (const auto& entry : catalog.entries()) entities.push_back(entry.entity);
  postgres::open(database.owner_uri)->apply(compare({}, snapshot_of(entities)));
  return postgres::open(database.application_uri);
}

void on_every_adapter(const std::function<void(test::SmallClinic&)>& check) {
  SECTION("memory") {
    test::SmallClinic world{memory::open(), vendor::catalog(), vendor::policy()};
    check(world);
  }
  SECTION("SQLite") {
    const auto folder =
        std::filesystem::temp_directory_path() / ("salus_ward_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto key = sqlite::Key::generate(system_environment().random);
    test::SmallClinic world{
        sqlite::open(folder / "clinic.db", key, {.mode = sqlite::OpenMode::create}),
        vendor::catalog(),
        vendor::policy()};
    check(world);
    std::filesystem::remove_all(folder);
  }
  SECTION("PostgreSQL") {
    test::SmallClinic world{empty_postgres(), vendor::catalog(), vendor::policy()};
    check(world);
  }
}

Ward north(Id<Doctor> head) {
  return {
      .name = "North", .kind = WardKind::maternity, .beds = 12, .head = head, .door_code = "4711"};
}

}  // namespace

TEST_CASE("a vendor's entity is stored, narrowed by the policy and masked") {
  on_every_adapter([](test::SmallClinic& world) {
    auto root = world.as_root();
    const auto ward = root.create(north(world.ada));
    auto ada = world.as_ada();
    const auto seen = ada.get(ward->id).value();
    CHECK(seen->name == "North");
    CHECK(seen->kind == WardKind::maternity);
    CHECK_FALSE(seen.shows<&Ward::door_code>());
    CHECK(world.as_amara().count<Ward>() == 0);
    CHECK_FALSE(world.as_amara().get(ward->id));
  });
}

TEST_CASE("a vendor's entity is validated and journalled") {
  on_every_adapter([](test::SmallClinic& world) {
    auto root = world.as_root();
    const auto entries = root.count<JournalEntry>();
    try {
      root.create(Ward{.name = "", .door_code = std::string(21, '1')});
      FAIL("a ward without a name was made");
    } catch (const Error& error) {
      CHECK(error.issues().mentions("name"));
      CHECK(error.issues().mentions("door_code"));
    }
    try {
      root.create(Ward{.name = "South", .beds = 0});
      FAIL("a ward without beds was made");
    } catch (const Error& error) {
      CHECK(*error.issues().begin() == Issue{"beds", "no_beds", "A ward has at least one bed."});
    }
    root.create(north(world.ada));
    CHECK_THROWS_AS(root.create(north(world.bo)), Error);
    CHECK(root.count<JournalEntry>() == entries + 1);
    CHECK(root.count<JournalEntry>(f<&JournalEntry::entity> == "ward") == 1);
  });
}

TEST_CASE("a vendor's entity is listed over REST and described in OpenAPI") {
  on_every_adapter([](test::SmallClinic& world) {
    auto root = world.as_root();
    root.create(north(world.ada));
    const TokenAuthority tokens{Secret{std::string(32, 'k')}, world.clinic.environment()};
    const rest::Api api{world.clinic, tokens};
    const auto pair = tokens.issue(root.principal(), User{});
    const rest::Headers headers{{"Authorization", "Bearer " + pair.access}};
    const auto list =
        api.handle({.method = "GET", .target = "/api/wards/?beds_at_least=12", .headers = headers});
    CHECK(list.status == 200);
    CHECK(list.body.find("\"name\":\"North\"") != std::string::npos);
    const auto none =
        api.handle({.method = "GET", .target = "/api/wards/?beds_at_least=13", .headers = headers});
    CHECK(none.body.find("\"count\":0") != std::string::npos);
    const auto document =
        api.handle({.method = "GET", .target = "/api/openapi.json", .headers = headers});
    CHECK(document.body.find("/api/wards/") != std::string::npos);
    CHECK(document.body.find("beds_at_least") != std::string::npos);
  });
}

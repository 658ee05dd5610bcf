// The random worlds that hold the policy against its oracle are worth what they find: here each of a list of faults
// (faults.py) is switched on in turn, and has to be found.

#include <exception>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "planted_faults.hpp"
#include "property/comparison.hpp"
#include "property/world_databases.hpp"
#include "support/migrated_postgres.hpp"

using namespace salus;
using namespace salus::property;
using namespace salus::seeded_faults;

namespace {

constexpr std::uint64_t patience = 1'000;

/// The same worlds in every run, so that the table can be compared with the one before.
std::uint64_t first_world() { return number_from("SALUS_SEED", 1); }

/// A database of worlds; each is stored when it is first asked for.
class Worlds {
 public:
  /// `open` opens the same database anew: statements are kept with a connection, and those of one fault must not
  /// serve the next.
  explicit Worlds(std::function<std::shared_ptr<Backend>()> open)
      : open_{std::move(open)}, backend_{open_()} {}

  const RandomWorld& at(std::uint64_t seed) {
    const auto found = stored_.find(seed);
    if (found != stored_.end()) return found->second;
    const auto& world = stored_.emplace(seed, random_world(seed)).first->second;
    store(*backend_, world);
    return world;
  }

  std::shared_ptr<test::ReadOnlyBackend> opened_anew() const {
    return std::make_shared<test::ReadOnlyBackend>(open_());
  }

 private:
  std::function<std::shared_ptr<Backend>()> open_;
  std::shared_ptr<Backend> backend_;
  std::map<std::uint64_t, RandomWorld> stored_;
};

/// What a world shows of a fault. What the engine or a cell refuses shows it too.
Difference difference_with(const PlantedFault& fault,
                           const std::shared_ptr<test::ReadOnlyBackend>& backend,
                           const RandomWorld& world) {
  const Active active{fault};
  try {
    return difference_in(backend, world);
  } catch (const std::exception& error) {
    return "an error: " + std::string{error.what()};
  }
}

void print(const PlantedFault& fault, std::uint64_t worlds, std::uint64_t seed,
           const std::string& shown) {
  std::cout << std::left << std::setw(11) << fault.engine << std::setw(14) << fault.emitter
            << std::setw(46) << fault.name << std::right << std::setw(5) << worlds
            << "  SALUS_SEED=" << seed << "  " << shown << '\n';
}

bool is_found(const PlantedFault& fault, Worlds& worlds) {
  const auto backend = worlds.opened_anew();
  for (std::uint64_t i = 0; i < patience; ++i) {
    const auto& world = worlds.at(first_world() + i);
    const auto difference = difference_with(fault, backend, world);
    if (!difference) continue;
    print(fault, i + 1, world.seed, *difference);
    INFO("without the fault this world has to agree");
    CHECK(difference_in(worlds.opened_anew(), world).value_or("nothing") == "nothing");
    return true;
  }
  return false;
}

void check_faults(std::string_view engine, Worlds worlds) {
  for (const auto& fault : planted_faults) {
    if (fault.engine != engine) continue;
    INFO(fault.emitter << ": " << fault.name);
    CHECK(is_found(fault, worlds));
  }
}

}  // namespace

TEST_CASE("each fault in the decision, the plan and the matcher is found in memory") {
  check_faults("memory", Worlds{[backend = worlds_in_memory()] { return backend; }});
}

TEST_CASE("each fault in the renderer is found on SQLite") {
  const WorldFile file;
  check_faults("SQLite", Worlds{[&] { return file.open(); }});
}

TEST_CASE("each fault in the renderer is found on PostgreSQL") {
  const auto database = salus::testing::PostgresServer::shared().create_database();
  salus::testing::open_migrated(database, snapshot_of(domain_catalog()));
  check_faults("PostgreSQL", Worlds{[&] { return postgres::open(database.application_uri); }});
}

// Two worlds that differ only in what somebody may not read give that person the same bytes, whatever they try.

#include <memory>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "property/hidden_changes.hpp"
#include "property/random_program.hpp"
#include "property/world_databases.hpp"

using namespace salus;
using namespace salus::property;

namespace {

std::string transcript_of(const std::shared_ptr<Backend>& backend, const RandomWorld& world,
                          const std::vector<Step>& program) {
  const Clinic clinic = open_world(backend, world);
  Session session = clinic.act_as(world.principal);
  Transcript transcript{session};
  for (const auto& step : program) step(transcript);
  return transcript.text();
}

/// Two databases of the same kind; the worlds of a pair have the same organization, so each needs its own.
struct Databases {
  std::shared_ptr<Backend> first;
  std::shared_ptr<Backend> second;
};

/// The access levels are the same in both worlds.
void store_home(Backend& backend, const RandomWorld& world, const Organizations& home) {
  store(backend, home);
  SeededRandom dice{world.seed};
  store(backend, home.tables.organization, world.levels, dice);
}

/// Answers whether there was anything to hide.
bool check_pair(const Databases& databases, std::uint64_t seed) {
  const auto world = random_world(seed);
  SeededRandom dice{~seed};
  auto changed = world.home;
  if (change_hidden(dice, world, changed) == 0) return false;
  store_home(*databases.first, world, world.home);
  store_home(*databases.second, world, changed);
  const auto program = random_program(dice, {world, world.home.tables, changed.tables});
  INFO("SALUS_SEED=" << seed << "\n" << Policy{world.rules_in_force()}.to_string());
  REQUIRE(Transcript::difference(transcript_of(databases.first, world, program),
                                 transcript_of(databases.second, world, program)) == "");
  return true;
}

void check_pairs(const Databases& databases, std::uint64_t count) {
  WARN(count << " pairs of worlds from SALUS_SEED=" << first_seed());
  std::uint64_t pairs = 0;
  for (std::uint64_t seed = first_seed(); pairs < count; ++seed) {
    if (check_pair(databases, seed)) ++pairs;
  }
}

}  // namespace

TEST_CASE("what somebody may not read changes no byte of what they get in memory") {
  check_pairs({worlds_in_memory(), worlds_in_memory()}, number_from("SALUS_PAIRS_MEMORY", 8'000));
}

TEST_CASE("what somebody may not read changes no byte of what they get on SQLite") {
  const WorldFile first;
  const WorldFile second;
  check_pairs({first.open(), second.open()}, number_from("SALUS_PAIRS_SQLITE", 2'000));
}

#pragma once

/// Conformance by random programs: an adapter and the reference do the same to the same tables, and
/// every answer is the same. A difference is told with the simplest query that shows it.

#include <cstddef>
#include <optional>
#include <string>

#include <catch2/catch_get_random_seed.hpp>

#include "salus/testing/conformance/conformance_test.hpp"
#include "salus/testing/conformance/random_queries.hpp"
#include "salus/testing/conformance/random_writes.hpp"

namespace salus::testing {

struct RandomProgramOptions {
  std::size_t worlds = 4;               ///< Each begins with empty organizations.
  std::size_t steps = 150;              ///< Transactions and queries in each.
  std::optional<std::uint64_t> seed{};  ///< None: the seed of the test run (`--rng-seed`).
};

namespace detail {

/// One organization in both databases.
struct Twins {
  Tenant subject;
  Tenant reference;
};

/// The answer to a query as text: its rows and their number, or the error.
inline std::string answer_of(Tenant& tenant, const Select& query) {
  try {
    std::string text;
    for (const auto& row : tenant.rows(query)) text += describe(row) + "\n";
    Count count{.entity = query.entity,
                .visible = query.visible,
                .where = query.where,
                .limit = query.limit,
                .shape = query.shape,
                .now = query.now};
    text += std::to_string(tenant.session().count(count));
    count.limit.reset();
    return text + " of " + std::to_string(tenant.session().count(count));
  } catch (const Error& error) {
    return std::string{error.facts().name} + ": " + error.what();
  }
}

inline bool check_query(Twins& twins, const Select& query) {
  const auto differ = [&](const Select& part) {
    return answer_of(twins.subject, part) != answer_of(twins.reference, part);
  };
  if (!differ(query)) return true;
  const auto shown = random::simplest(query, differ);
  FAIL_CHECK("The answers differ for " << describe(shown) << "\nadapter:\n"
                                       << answer_of(twins.subject, shown) << "\nreference:\n"
                                       << answer_of(twins.reference, shown));
  return false;
}

/// The same happens, and the tables are the same after it.
inline bool check_transaction(Twins& twins, const random::Program& program) {
  const auto expected = random::outcomes_of(twins.reference.session(), program);
  const auto outcomes = random::outcomes_of(twins.subject.session(), program);
  INFO("The program:\n" << random::describe(program));
  CHECK(outcomes == expected);
  return outcomes == expected && std::ranges::all_of(random::entities, [&](const auto* entity) {
           Select everything;
           everything.entity = entity;
           return check_query(twins, everything);
         });
}

inline Twins make_twins(Backend& subject, Backend& reference, std::uint32_t number) {
  const auto organization = numbered_uuid(number);
  Twins twins{{subject, organization}, {reference, organization}};
  std::vector<Specimen> specimens;
  for (std::uint32_t i = 1; i <= random::first_specimens; ++i) specimens.push_back(specimen(i));
  twins.subject.add_all(specimens);
  twins.reference.add_all(specimens);
  return twins;
}

/// Mostly a query, else a transaction. False: the two differ, and what follows would tell nothing new.
inline bool take_step(SeededRandom& random, Twins& twins) {
  if (random.percent(65)) return check_query(twins, random::query(random));
  return check_transaction(twins, random::Programs{random, twins.subject.organization()}.make());
}

/// A world of two organizations, up to the first step that differs.
inline void run_world(Backend& subject, Backend& reference, std::uint32_t world, std::uint64_t seed,
                      std::size_t steps) {
  SeededRandom random{seed};
  auto here = make_twins(subject, reference, 10'000 + 2 * world);
  auto there = make_twins(subject, reference, 10'001 + 2 * world);
  bool same = true;
  for (std::size_t step = 0; same && step < steps; ++step) {
    INFO("world " << world << " of seed " << seed << ", step " << step);
    same = take_step(random, random.percent(70) ? here : there);
  }
}

}  // namespace detail

/// Runs random programs against the adapter and the fixture's reference.
inline void check_random_programs(StorageFixture& fixture,
                                  const RandomProgramOptions& options = {}) {
  const auto reference = fixture.make_reference();
  if (!reference) SKIP("The fixture has no reference to compare with.");
  reference->apply(compare({}, toy_schema()));
  const auto subject = fixture.make_empty();
  apply_schema(fixture, *subject, toy_schema());
  const auto seed = options.seed.value_or(Catch::getSeed());
  for (std::uint32_t world = 0; world < options.worlds; ++world) {
    detail::run_world(*subject, *reference, world, seed + world, options.steps);
  }
}

}  // namespace salus::testing

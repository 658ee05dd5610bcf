#include <vector>

#include "bench/bench_cases.hpp"
#include "bench/postgres_rival.hpp"
#include "support/migrated_postgres.hpp"

namespace salus::bench {
namespace {

/// One database of a real server, made by its owner and used as the application's role.
struct Fixture {
  testing::PostgresDatabase database = testing::PostgresServer::shared().create_database();
  Environment environment = system_environment();
  BenchClinic clinic{testing::open_migrated(database, snapshot_of(domain_catalog()))};
  std::vector<Id<Patient>> panel = clinic.panel_of_doctor();
  PostgresRival rival{
      database.application_uri, organization_id_of("clinic").value, clinic.doctor().value};

  static Fixture& the() {
    static Fixture fixture;
    return fixture;
  }
};

void page_rival(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Fixture::the().rival.page());
}

BENCHMARK(get_salus<Fixture>)->Name("postgres_get_by_id/salus")->UseRealTime();
BENCHMARK(get_rival<Fixture>)->Name("postgres_get_by_id/rival")->UseRealTime();
BENCHMARK(page_salus<Fixture>)->Name("postgres_page_of_50/salus")->UseRealTime();
BENCHMARK(page_rival)->Name("postgres_page_of_50/rival")->UseRealTime();
BENCHMARK(create_salus<Fixture>)->Name("postgres_create_with_journal/salus")->UseRealTime();
BENCHMARK(create_rival<Fixture>)->Name("postgres_create_with_journal/rival")->UseRealTime();

}  // namespace
}  // namespace salus::bench

#include <filesystem>

#include <benchmark/benchmark.h>

#include "salus/sqlite.hpp"

#include "bench/bench_cases.hpp"
#include "bench/sqlite_rival.hpp"

namespace salus::bench {
namespace {

/// One encrypted file, and both sides open on it.
struct Fixture {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("salus_bench_" + std::to_string(::getpid()));
  std::filesystem::path file = make_folder() / "clinic.db";
  Environment environment = system_environment();
  sqlite::Key key = sqlite::Key::generate(environment.random);
  std::shared_ptr<Backend> backend = sqlite::open(file, key, {.mode = sqlite::OpenMode::create});
  BenchClinic clinic{backend};
  std::vector<Id<Patient>> panel = clinic.panel_of_doctor();
  SqliteRival rival{
      file, key.to_hex().reveal(), organization_id_of("clinic").value, clinic.doctor().value};

  std::filesystem::path make_folder() const {
    std::filesystem::create_directories(folder);
    return folder;
  }
  ~Fixture() { std::filesystem::remove_all(folder); }

  static Fixture& the() {
    static Fixture fixture;
    return fixture;
  }
};

void get_rival_without_policy(benchmark::State& state) {
  each_of_the_panel<Fixture>(
      state, [](Id<Patient> id) { return Fixture::the().rival.get_without_policy(id.value); });
}

void page_rival_exists(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Fixture::the().rival.page_by_exists());
}
void page_rival_in(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Fixture::the().rival.page_by_in());
}

BENCHMARK(get_salus<Fixture>)->Name("sqlite_get_by_id/salus");
BENCHMARK(get_rival<Fixture>)->Name("sqlite_get_by_id/rival");
BENCHMARK(get_salus<Fixture>)->Name("sqlite_get_by_id_beside_no_policy/salus");
BENCHMARK(get_rival_without_policy)->Name("sqlite_get_by_id_beside_no_policy/rival");
BENCHMARK(page_salus<Fixture>)->Name("sqlite_page_of_50/salus");
BENCHMARK(page_rival_exists)->Name("sqlite_page_of_50/rival_exists");
BENCHMARK(page_rival_in)->Name("sqlite_page_of_50/rival_in");
BENCHMARK(create_salus<Fixture>)->Name("sqlite_create_with_journal/salus")->UseRealTime();
BENCHMARK(create_rival<Fixture>)->Name("sqlite_create_with_journal/rival")->UseRealTime();

}  // namespace
}  // namespace salus::bench

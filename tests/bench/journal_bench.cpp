#include <atomic>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include "salus/service/journal.hpp"
#include "salus/sqlite.hpp"

#include "bench/bench_clinic.hpp"

namespace salus::bench {
namespace {

constexpr int threads = 16;
constexpr int rows_of_a_thread = 25;

/// One encrypted file, and clinics on it that differ in how they journal reads.
class Fixture {
 public:
  static Fixture& the() {
    static Fixture fixture;
    return fixture;
  }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;
  ~Fixture() { std::filesystem::remove_all(folder_); }

  Clinic with(JournalReads reads) const { return Clinic{backend_, {.journal = {.reads = reads}}}; }

  /// By SQLite's own account of its pages.
  std::int64_t journal_bytes() const {
    const std::string key = "x'" + std::string{key_.to_hex().reveal()} + "'";
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    sqlite3_open_v2((folder_ / "clinic.db").c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_key_v2(database, "main", key.data(), static_cast<int>(key.size()));
    sqlite3_prepare_v2(
        database,
        "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_schema "
        "WHERE tbl_name = 'journal_entry')",
        -1,
        &statement,
        nullptr);
    const bool is_known = sqlite3_step(statement) == SQLITE_ROW;
    const auto bytes = is_known ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    if (!is_known) throw std::runtime_error{"SQLite does not say how large its tables are."};
    return bytes;
  }

 private:
  Fixture() = default;

  static std::filesystem::path made(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    return folder;
  }

  std::filesystem::path folder_ = made(std::filesystem::temp_directory_path() /
                                       ("salus_journal_bench_" + std::to_string(::getpid())));
  sqlite::Key key_ = sqlite::Key::generate(system_environment().random);
  std::shared_ptr<Backend> backend_ =
      sqlite::open(folder_ / "clinic.db", key_, {.mode = sqlite::OpenMode::create});
  BenchClinic clinic_{backend_};
};

void page(benchmark::State& state, JournalReads reads) {
  const auto clinic = Fixture::the().with(reads);
  auto session = clinic.act_as("doctor0@example.org");
  for (auto _ : state)
    benchmark::DoNotOptimize(session.list<Patient>(order_by(f<&Patient::name>), limit(50)));
}

void create_rows(const Clinic& clinic, int count) {
  static std::atomic<int> number = 1'000'000;
  auto session = clinic.act_as("root@example.org");
  for (int i = 0; i < count; ++i) session.create(BenchClinic::patient_of(number++));
}

/// The same number of rows, by one thread or by many.
void create(benchmark::State& state, int count) {
  const auto clinic = Fixture::the().with(JournalReads::off);
  const int share = threads * rows_of_a_thread / count;
  for (auto _ : state) {
    std::vector<std::thread> writing;
    for (int i = 0; i < count; ++i) writing.emplace_back([&] { create_rows(clinic, share); });
    for (auto& thread : writing) thread.join();
  }
}

void verify(benchmark::State& state) {
  const auto clinic = Fixture::the().with(JournalReads::off);
  std::uint64_t entries = 0;
  for (auto _ : state) entries += verify_journal(clinic, {.threads = 1}).entries;
  state.SetItemsProcessed(static_cast<std::int64_t>(entries));
}

/// What it costs to read the entries alone.
void read_entries(benchmark::State& state) {
  const auto clinic = Fixture::the().with(JournalReads::off);
  auto auditor = clinic.act_as_system(Role::auditor);
  std::int64_t entries = 0;
  for (auto _ : state) {
    auditor.for_each(entity_info<JournalEntry>(), {}, [&](const RowView&) { ++entries; });
  }
  state.SetItemsProcessed(entries);
}

/// What an entry takes in the file, with its part of the indexes.
void entry_size(benchmark::State& state) {
  const auto clinic = Fixture::the().with(JournalReads::off);
  const auto entries = verify_journal(clinic).entries;
  for (auto _ : state) benchmark::DoNotOptimize(entries);
  state.counters["bytes_of_an_entry"] =
      static_cast<double>(Fixture::the().journal_bytes()) / static_cast<double>(entries);
}

BENCHMARK_CAPTURE(page, batched, JournalReads::batched)->Name("journal_batched_page_of_50/salus");
BENCHMARK_CAPTURE(page, off, JournalReads::off)->Name("journal_batched_page_of_50/rival_without");
BENCHMARK_CAPTURE(create, threads, threads)
    ->Name("journal_create_by_16_threads/salus")
    ->UseRealTime();
BENCHMARK_CAPTURE(create, one, 1)->Name("journal_create_by_16_threads/rival_one")->UseRealTime();
BENCHMARK(entry_size)->Name("journal_entry_size");
BENCHMARK(verify)->Name("journal_verify/salus");
BENCHMARK(read_entries)->Name("journal_verify/rival_reading_alone");

}  // namespace
}  // namespace salus::bench

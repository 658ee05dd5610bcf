// Several processes that share one encrypted file, each with several threads that create patients.

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>
#include <sys/wait.h>
#include <unistd.h>

#include "salus/sqlite.hpp"
#include "salus/testing/seeded_random.hpp"

#include "bench/bench_clinic.hpp"

namespace salus::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Latencies = std::vector<std::chrono::nanoseconds>;

constexpr int writers = 15;
constexpr int rows_of_a_writer = 40;

/// Nobody holds the file open where the processes are forked: what SQLite knows of its locks must not be inherited.
class SharedFile {
 public:
  SharedFile() {
    std::filesystem::create_directories(folder_);
    in_a_process([this] {
      Clinic::install(sqlite::open(file_, key_, {.mode = sqlite::OpenMode::create}),
                      {.organization_name = "Bench", .administrator_email = "root@example.org"},
                      Secret{"not a secret at all"});
    });
  }
  SharedFile(const SharedFile&) = delete;
  SharedFile& operator=(const SharedFile&) = delete;
  ~SharedFile() { std::filesystem::remove_all(folder_); }

  /// What each write took, the processes' starts left out; and what all took together.
  std::chrono::nanoseconds write(int processes, Latencies& latencies) {
    std::array<int, 2> ready{};
    std::array<int, 2> go{};
    std::array<int, 2> done{};
    for (auto* ends : {&ready, &go, &done}) require(::pipe(ends->data()) == 0);
    std::vector<pid_t> children;
    for (int process = 0; process < processes; ++process) {
      const pid_t child = ::fork();
      if (child == 0) {
        ::close(go[1]);
        take_part(writers / processes, ready[1], go[0], done[1]);
      }
      children.push_back(child);
    }
    ::close(done[1]);
    char byte = 0;
    for (int process = 0; process < processes; ++process) require(::read(ready[0], &byte, 1) == 1);
    const auto begin = Clock::now();
    ::close(go[1]);  // whereupon all begin
    for (const auto child : children) ::waitpid(child, nullptr, 0);
    const auto taken = Clock::now() - begin;
    for (std::chrono::nanoseconds one{}; ::read(done[0], &one, sizeof one) == sizeof one;)
      latencies.push_back(one);
    for (const int end : {ready[0], ready[1], go[0], done[0]}) ::close(end);
    return taken;
  }

 private:
  static void require(bool holds) {
    if (!holds) throw std::runtime_error{"The processes cannot speak to each other."};
  }

  template <class Body>
  static void in_a_process(const Body& body) {
    const pid_t child = ::fork();
    if (child == 0) {
      body();
      ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
  }

  [[noreturn]] void take_part(int threads, int ready, int go, int done) const {
    const Clinic clinic{sqlite::open(file_, key_), {.journal = {.reads = JournalReads::off}}};
    require(::write(ready, "r", 1) == 1);
    char byte = 0;
    require(::read(go, &byte, 1) == 0);
    std::vector<std::thread> writing;
    for (int i = 0; i < threads; ++i)
      writing.emplace_back([&clinic, done] { create_rows(clinic, done); });
    for (auto& thread : writing) thread.join();
    ::_exit(0);
  }

  static void create_rows(const Clinic& clinic, int done) {
    auto session = clinic.act_as("root@example.org");
    for (int i = 0; i < rows_of_a_writer; ++i) {
      auto patient = BenchClinic::patient_of(i);
      patient.mrn = Uuid::v7(system_environment().clock(), system_environment().random).to_string();
      const auto begin = Clock::now();
      session.create(patient);
      const std::chrono::nanoseconds taken = Clock::now() - begin;
      require(::write(done, &taken, sizeof taken) ==
              sizeof taken);  // whole (PIPE_BUF, POSIX write())
    }
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                  ("salus_processes_bench_" + std::to_string(::getpid()));
  std::filesystem::path file_ = folder_ / "clinic.db";
  sqlite::Key key_ = sqlite::Key::generate(testing::random_source(3));
};

void create(benchmark::State& state, int processes) {
  static SharedFile file;
  Latencies latencies;
  for (auto _ : state)
    state.SetIterationTime(std::chrono::duration<double>{file.write(processes, latencies)}.count());
  const auto worst = latencies.begin() + static_cast<std::ptrdiff_t>(latencies.size() * 99 / 100);
  std::ranges::nth_element(latencies, worst);
  state.counters["p99_ms"] = std::chrono::duration<double, std::milli>{*worst}.count();
}

BENCHMARK_CAPTURE(create, three, 3)->Name("journal_create_by_3_processes/salus")->UseManualTime();
BENCHMARK_CAPTURE(create, one, 1)->Name("journal_create_by_3_processes/rival_one")->UseManualTime();

}  // namespace
}  // namespace salus::bench

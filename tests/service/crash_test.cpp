#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "salus/service/journal.hpp"
#include "salus/sqlite.hpp"

#include "support/small_clinic.hpp"

using namespace salus;
using namespace salus::test;

namespace {

constexpr int rounds = 50;
constexpr int writers = 4;

/// An encrypted file that a process writes to until it is killed.
struct CrashingClinic {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("salus_crash_" + std::to_string(::getpid()));
  std::filesystem::path file = folder / "clinic.db";
  std::string key;

  CrashingClinic() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto fresh = sqlite::Key::generate(system_environment().random);
    key = fresh.to_hex().reveal();
    Clinic::install(sqlite::open(file, fresh, {.mode = sqlite::OpenMode::create}),
                    {.organization_name = "Crash", .administrator_email = "root@example.org"},
                    Secret{std::string{password}});
  }
  ~CrashingClinic() { std::filesystem::remove_all(folder); }

  Clinic open() const { return Clinic{sqlite::open(file, sqlite::Key::from_hex(key))}; }
};

/// Creates patients from several threads and tells the pipe each that was acknowledged.
[[noreturn]] void write_until_killed(const CrashingClinic& crashing, int round, int pipe) {
  const auto clinic = crashing.open();
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&clinic, round, writer, pipe] {
      auto root = clinic.act_as("root@example.org");
      for (int number = 0;; ++number) {
        const auto mrn = "M-" + std::to_string(round) + "-" + std::to_string(writer) + "-" +
                         std::to_string(number);
        const auto id = SmallClinic::add_patient(root, "Amara Okafor", mrn);
        // 16 bytes are written whole or not at all (PIPE_BUF, POSIX write()).
        if (::write(pipe, id.value.bytes.data(), id.value.bytes.size()) != 16) ::_exit(1);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  ::_exit(0);
}

std::vector<Id<Patient>> acknowledged_before_kill(const CrashingClinic& crashing, int round) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    write_until_killed(crashing, round, ends[1]);
  }
  ::close(ends[1]);
  std::vector<Id<Patient>> ids;
  Id<Patient> id;
  // Not before the first was acknowledged, then at another moment in every round.
  const auto more = [&] {
    return ::read(ends[0], id.value.bytes.data(), id.value.bytes.size()) == 16;
  };
  if (more()) ids.push_back(id);
  std::this_thread::sleep_for(std::chrono::microseconds{(round * 7919) % 40'000});
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  while (more()) ids.push_back(id);
  ::close(ends[0]);
  return ids;
}

}  // namespace

TEST_CASE("after kill -9 every acknowledged write is there with its entry, none is half") {
  const CrashingClinic crashing;
  std::size_t acknowledged = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto ids = acknowledged_before_kill(crashing, round);
    REQUIRE_FALSE(ids.empty());
    acknowledged += ids.size();
    const auto clinic = crashing.open();
    auto root = clinic.act_as("root@example.org");
    for (const auto id : ids) {
      REQUIRE(root.get(id));
      REQUIRE(root.count<JournalEntry>(where(f<&JournalEntry::row_id> == id.value)) == 1);
    }
    auto auditor = clinic.act_as_system(Role::auditor);
    const auto report = verify_journal(auditor);
    REQUIRE_FALSE(report.broken);
    // The organization and the administrator have an entry too; nothing else was written.
    REQUIRE(report.entries == root.count<Patient>() + 2);
  }
  INFO("acknowledged writes: " << acknowledged);
  CHECK(acknowledged >= rounds);
}

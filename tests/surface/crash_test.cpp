#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "salus/service/journal.hpp"
#include "salus/sqlite.hpp"
#include "salus/testing/seeded_random.hpp"

#include "property/world_databases.hpp"
#include "support/migrated_postgres.hpp"
#include "support/small_clinic.hpp"

using namespace salus;
using namespace salus::test;

namespace {

constexpr int writers = 4;
constexpr int rounds_of_a_database = 50;

int rounds() { return static_cast<int>(property::number_from("SALUS_CRASHES", 50)); }

/// Where processes meet: each opens the database by itself.
struct Place {
  std::function<std::shared_ptr<Backend>()> open;

  Clinic clinic() const { return Clinic{open(), {.journal = {.reads = JournalReads::off}}}; }
};

void install(const std::shared_ptr<Backend>& backend) {
  Clinic::install(backend,
                  {.organization_name = "Crash", .administrator_email = "root@example.org"},
                  Secret{std::string{password}});
}

/// Creates patients and tells the pipe each that was acknowledged. A server that is gone ends it.
[[noreturn]] void write_until_killed(const Place& place, const std::string& name, int pipe) {
  try {
    const auto clinic = place.clinic();
    auto root = clinic.act_as("root@example.org");
    for (int number = 0;; ++number) {
      const auto id =
          SmallClinic::add_patient(root, "Amara Okafor", name + "-" + std::to_string(number));
      // 16 bytes are written whole or not at all (PIPE_BUF, POSIX write()).
      if (::write(pipe, id.value.bytes.data(), id.value.bytes.size()) != 16) ::_exit(1);
    }
  } catch (const Error&) {
    ::_exit(0);
  }
}

class Writers {
 public:
  Writers(const Place& place, int round) {
    REQUIRE(::pipe(ends_.data()) == 0);
    for (int writer = 0; writer < writers; ++writer) {
      const pid_t child = ::fork();
      if (child == 0) {
        ::close(ends_[0]);
        write_until_killed(
            place, "M-" + std::to_string(round) + "-" + std::to_string(writer), ends_[1]);
      }
      children_.push_back(child);
    }
    ::close(ends_[1]);
  }
  Writers(const Writers&) = delete;
  Writers& operator=(const Writers&) = delete;
  ~Writers() { ::close(ends_[0]); }

  void wait_for_the_first() {
    Id<Patient> id;
    REQUIRE(next(id));
    acknowledged_.push_back(id);
  }

  void kill(salus::testing::SeededRandom& random) {
    for (const auto child : children_) {
      ::kill(child, SIGKILL);
      std::this_thread::sleep_for(std::chrono::microseconds{random.below(2'000)});
    }
  }

  std::vector<Id<Patient>> acknowledged() {
    for (const auto child : children_) ::waitpid(child, nullptr, 0);
    for (Id<Patient> id; next(id);) acknowledged_.push_back(id);
    return acknowledged_;
  }

 private:
  bool next(Id<Patient>& id) const { return ::read(ends_[0], id.value.bytes.data(), 16) == 16; }

  std::array<int, 2> ends_{};
  std::vector<pid_t> children_;
  std::vector<Id<Patient>> acknowledged_;
};

/// Every acknowledged write has its row and its entry, each other row has one too, and the chain holds.
void check_nothing_is_lost(const Place& place, const std::vector<Id<Patient>>& acknowledged) {
  const auto clinic = place.clinic();
  auto root = clinic.act_as("root@example.org");
  std::vector<Value> ids;
  for (const auto id : acknowledged) ids.emplace_back(id.value);
  REQUIRE(root.count<Patient>(where(expr::in(field_info<&Patient::id>(), ids))) ==
          acknowledged.size());
  REQUIRE(root.count<JournalEntry>(where(expr::in(field_info<&JournalEntry::row_id>(), ids))) ==
          acknowledged.size());
  // A server may make a commit only now that a process asked for before it was killed.
  JournalReport report;
  auto rows = root.count<Patient>();
  for (auto before = rows + 1; before != rows; rows = root.count<Patient>()) {
    before = rows;
    report = verify_journal(clinic);
  }
  REQUIRE(report.is_whole());
  // The organization and the administrator have an entry too; nothing else was written.
  REQUIRE(report.entries == rows + 2);
}

/// One in so many rounds ends with the server, if there is one, in place of the writers.
constexpr int rounds_of_a_server = 10;

void crash_often(const std::function<Place()>& make, const std::function<void()>& crash_server) {
  const auto seed = property::first_seed();
  INFO("SALUS_SEED=" << seed);
  salus::testing::SeededRandom random{seed};
  Place place;
  std::size_t acknowledged = 0;
  for (int round = 0; round < rounds(); ++round) {
    if (round % rounds_of_a_database == 0) place = make();
    INFO("round " << round);
    Writers writing{place, round};
    writing.wait_for_the_first();
    std::this_thread::sleep_for(std::chrono::microseconds{random.below(40'000)});
    if (crash_server && round % rounds_of_a_server == 0) crash_server();
    writing.kill(random);
    const auto ids = writing.acknowledged();
    acknowledged += ids.size();
    check_nothing_is_lost(place, ids);
  }
  CHECK(acknowledged >= static_cast<std::size_t>(rounds()));
}

}  // namespace

TEST_CASE(
    "SQLite: after kill -9 of four writers every acknowledged write is there with its entry") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("salus_crash_" + std::to_string(::getpid()));
  int files = 0;
  crash_often(
      [&] {
        std::filesystem::create_directories(folder);
        const auto file = folder / ("clinic" + std::to_string(++files) + ".db");
        const auto key = sqlite::Key::generate(system_environment().random);
        install(sqlite::open(file, key, {.mode = sqlite::OpenMode::create}));
        const auto digits = key.to_hex();
        return Place{[file, text = std::string{digits.reveal()}] {
          return sqlite::open(file, sqlite::Key::from_hex(text));
        }};
      },
      {});
  std::filesystem::remove_all(folder);
}

TEST_CASE(
    "PostgreSQL: after kill -9 of four writers, or of the server, every acknowledged write is "
    "there "
    "with its entry") {
  salus::testing::PostgresServer server;
  crash_often(
      [&] {
        const auto database = server.create_database();
        install(salus::testing::open_migrated(database, snapshot_of(domain_catalog())));
        return Place{[uri = database.application_uri] { return postgres::open(uri); }};
      },
      [&] { server.crash(); });
}

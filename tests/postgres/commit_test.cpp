#include <future>

#include <catch2/catch_test_macros.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

#include "postgres/clinic_database.hpp"

namespace salus::postgres_test {
namespace {

using namespace std::chrono_literals;

/// A clinic where a commit waits, inside the server, until it is let go.
struct SlowCommit : ClinicDatabase {
  SlowCommit() {
    as_owner()(
        "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM "
        "pg_advisory_xact_lock(1); RETURN new; END';"
        "CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON patient DEFERRABLE INITIALLY DEFERRED FOR "
        "EACH ROW EXECUTE FUNCTION wait()");
    gate("SELECT pg_advisory_lock(1)");
  }

  /// Starts to add a patient, and waits until the server is in the middle of COMMIT.
  std::future<Error> begin_to_commit(std::chrono::milliseconds deadline = 30s) {
    auto ending = std::async(std::launch::async, [this, deadline] {
      return error_of([&] {
        session(here, deadline)->run([&](Transaction& tx) {
          tx.insert(insert_of({here}, std::vector{patient(1)}));
        });
      });
    });
    REQUIRE(eventually([&] { return !committing_process().empty(); }));
    return ending;
  }

  std::string committing_process() {
    const auto found =
        gate("SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory' AND query = 'COMMIT'");
    return found.empty() ? std::string{} : found.at(0).at(0);
  }

  RawSql gate = as_superuser();
};

/// Cuts the connection of this process that has this port at our end, as a broken network would.
void cut_connection(int port) {
  for (int socket = 3; socket < 1024; ++socket) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) continue;
    if (address.sin_family == AF_INET && ntohs(address.sin_port) == port)
      ::shutdown(socket, SHUT_RDWR);
  }
}

TEST_CASE(
    "A connection that is lost during COMMIT leaves the commit in doubt, and it may have been "
    "written") {
  SlowCommit clinic;
  auto ending = clinic.begin_to_commit();
  cut_connection(std::stoi(clinic.gate.value(
      "SELECT client_port FROM pg_stat_activity WHERE pid = " + clinic.committing_process())));
  const auto error = ending.get();
  CHECK(error.code() == ErrorCode::commit_in_doubt);
  CHECK(error.in_doubt());
  CHECK_FALSE(error.retryable());
  clinic.gate("SELECT pg_advisory_unlock(1)");
  CHECK(eventually([&] { return clinic.session()->count(count_of<Patient>()) == 1; }));
}

TEST_CASE("A connection that is terminated during COMMIT leaves the commit in doubt") {
  SlowCommit clinic;
  auto ending = clinic.begin_to_commit();
  clinic.gate("SELECT pg_terminate_backend(" + clinic.committing_process() + ")");
  CHECK(ending.get().code() == ErrorCode::commit_in_doubt);
}

TEST_CASE("A commit that is not answered in time is in doubt, and is not cancelled") {
  SlowCommit clinic;
  auto ending = clinic.begin_to_commit(300ms);
  CHECK(ending.get().code() == ErrorCode::commit_in_doubt);
  clinic.gate("SELECT pg_advisory_unlock(1)");
  CHECK(eventually([&] { return clinic.session()->count(count_of<Patient>()) == 1; }));
}

TEST_CASE("A constraint that is checked by COMMIT is a conflict, not a doubt") {
  ClinicDatabase clinic;
  clinic.as_owner()(
      "ALTER TABLE patient ADD CONSTRAINT patient_blood_group_unique UNIQUE (organization_id, "
      "blood_group) DEFERRABLE INITIALLY DEFERRED");
  auto twins = std::vector{patient(1), patient(2)};
  for (auto& twin : twins) twin.blood_group = "A";
  const auto error = error_of([&] {
    clinic.session()->run([&](Transaction& tx) { tx.insert(insert_of({here}, twins)); });
  });
  CHECK(error.code() == ErrorCode::conflict);
  CHECK(error.constraint() == "patient_blood_group_unique");
}

/// Waits for a standby that does not exist.
struct LonelyServer : ClinicDatabase {
  LonelyServer() { set("'nobody'"); }
  LonelyServer(const LonelyServer&) = delete;
  LonelyServer& operator=(const LonelyServer&) = delete;
  ~LonelyServer() { set("''"); }

  void set(const std::string& standbys) {
    superuser("ALTER SYSTEM SET synchronous_standby_names = " + standbys);
    superuser("SELECT pg_reload_conf()");
    eventually(
        [&] { return "'" + superuser.value("SHOW synchronous_standby_names") + "'" == standbys; });
  }

  RawSql superuser = as_superuser();
};

TEST_CASE("A commit that its synchronous standby did not confirm says so") {
  LonelyServer clinic;
  auto outcome = std::async(std::launch::async, [&] {
    return clinic.session()->run(
        [&](Transaction& tx) { tx.insert(insert_of({here}, std::vector{patient(1)})); });
  });
  CHECK(eventually([&] {
    return !clinic
                .superuser(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = "
                    "'SyncRep'")
                .empty();
  }));
  CHECK(outcome.get() == CommitOutcome::committed_on_one_machine);
  CHECK(clinic.session()->count(count_of<Patient>()) == 1);
}

TEST_CASE("A failed statement that the body swallowed fails the transaction all the same") {
  ClinicDatabase clinic;
  clinic.add_patients(here, 1);
  const auto error = error_of([&] {
    clinic.session()->run([&](Transaction& tx) {
      tx.insert(insert_of({here}, std::vector{patient(2)}));
      tx.insert(insert_of({here}, std::vector{patient(1)}));
      error_of([&] { tx.count(count_of<Patient>()); });
    });
  });
  CHECK(error.constraint() == "patient_primary_key");
  CHECK(clinic.session()->count(count_of<Patient>()) == 1);
}

TEST_CASE("A transaction that does nothing asks the server nothing") {
  const auto backend = postgres::open("postgresql://nobody@127.0.0.1:1/nowhere?connect_timeout=2");
  CHECK_THROWS_AS(backend->open({here})->run([](Transaction&) {}), Error);
}

}  // namespace
}  // namespace salus::postgres_test

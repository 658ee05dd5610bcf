#include <future>

#include <catch2/catch_test_macros.hpp>

#include "postgres/clinic_database.hpp"

namespace salus::postgres_test {
namespace {

using namespace std::chrono_literals;

/// Ends the application's connections as an administrator or a crash would.
void kill_connections(const ClinicDatabase& clinic) {
  auto superuser = clinic.as_superuser();
  superuser("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'salus_app'");
  CHECK(eventually([&] {
    return superuser.value("SELECT count(*) FROM pg_stat_activity WHERE usename = 'salus_app'") ==
           "0";
  }));
}

TEST_CASE("A connection string that libpq cannot read is refused, and not repeated") {
  const auto error = error_of([] { postgres::open("postgresql://salus@/x?pasword=hunter2"); });
  CHECK(error.code() == ErrorCode::invalid_input);
  CHECK(std::string_view{error.what()}.find("hunter2") == std::string_view::npos);
}

TEST_CASE("Opening does not connect; the first call of a server that is not there says so") {
  const auto backend = postgres::open("postgresql://salus_app:hunter2@127.0.0.1:1/nowhere");
  const auto error = error_of([&] { backend->open({here})->count(count_of<Patient>()); });
  CHECK(error.code() == ErrorCode::storage_unavailable);
  CHECK(error.retryable());
  CHECK(std::string_view{error.what()}.find("hunter2") == std::string_view::npos);
}

TEST_CASE("The capabilities name the server and say whether the wall holds") {
  const ClinicDatabase clinic;
  const auto capabilities = clinic.backend->capabilities();
  CHECK(capabilities.engine.starts_with("PostgreSQL "));
  CHECK(capabilities.durable);
  CHECK(capabilities.row_level_security);
  CHECK_FALSE(postgres::open(clinic.database.superuser_uri)->capabilities().row_level_security);
}

TEST_CASE("Connections that died while idle are replaced without an error") {
  ClinicDatabase clinic;
  clinic.add_patients(here, 2);
  const auto session = clinic.session();
  for (int i = 0; i < 3; ++i) {
    kill_connections(clinic);
    CHECK(session->count(count_of<Patient>()) == 2);
    kill_connections(clinic);
    std::uint64_t changed = 0;
    session->run([&](Transaction& tx) {
      changed = tx.update(update_of<Patient>({}, {assign<&Patient::address>("there")}));
    });
    CHECK(changed == 2);
  }
}

TEST_CASE("A transaction whose connection dies before its commit is run again") {
  ClinicDatabase clinic;
  int runs = 0;
  clinic.session()->run([&](Transaction& tx) {
    tx.insert(insert_of({here}, std::vector{patient(1)}));
    tx.count(count_of<Patient>());
    if (++runs == 1) kill_connections(clinic);
    tx.count(count_of<Patient>());
  });
  CHECK(runs == 2);
  CHECK(clinic.session()->count(count_of<Patient>()) == 1);
}

TEST_CASE(
    "A call that waits for a lock longer than its deadline is busy, and cancelled at the server") {
  ClinicDatabase clinic;
  clinic.add_patients(here, 1);
  auto owner = clinic.as_owner();
  owner("BEGIN; LOCK TABLE patient");
  const auto session = clinic.session(here, 200ms);
  const auto start = std::chrono::steady_clock::now();
  CHECK(error_of([&] { session->count(count_of<Patient>()); }).code() == ErrorCode::storage_busy);
  CHECK(std::chrono::steady_clock::now() - start < 2s);
  CHECK(clinic.as_superuser().value("SELECT count(*) FROM pg_stat_activity WHERE usename = "
                                    "'salus_app' AND state = 'active'") == "0");
  owner("COMMIT");
  CHECK(session->count(count_of<Patient>()) == 1);
}

TEST_CASE("When all connections are in use a call waits for one, up to its deadline") {
  ClinicDatabase clinic{{.connections = 1}};
  const auto impatient = clinic.session(here, 50ms);
  const auto patient_one = clinic.session();
  std::future<std::uint64_t> waiting;
  clinic.session()->run([&](Transaction&) {
    CHECK(error_of([&] { impatient->count(count_of<Patient>()); }).code() ==
          ErrorCode::storage_busy);
    waiting =
        std::async(std::launch::async, [&] { return patient_one->count(count_of<Patient>()); });
  });
  CHECK(waiting.get() == 0);
}

TEST_CASE("Prepared statements that the server has forgotten are prepared again") {
  ClinicDatabase clinic{{.connections = 1}};
  auto owner = clinic.as_owner();
  owner(
      "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DEALLOCATE ALL; RETURN "
      "new; END'");
  owner("CREATE TRIGGER forget BEFORE INSERT ON patient FOR EACH ROW EXECUTE FUNCTION forget()");
  clinic.add_patients(here, 1);
  owner("DROP TRIGGER forget ON patient");
  CHECK(clinic.session()->count(count_of<Patient>()) == 1);
}

TEST_CASE("A connection serves any number of shapes of queries") {
  ClinicDatabase clinic{{.connections = 1}};
  clinic.add_patients(here, 3);
  const auto session = clinic.session();
  for (std::uint32_t limit = 1; limit < 700; ++limit) {
    auto query = select_of<Patient>();
    query.limit = limit;
    CHECK(rows(*session, query).size() == std::min(limit, 3U));
  }
  CHECK(clinic.backend->inspect().tables.size() == clinic_schema().tables.size());
}

TEST_CASE("Transactions that deadlock are run again until both are through") {
  ClinicDatabase clinic;
  clinic.as_superuser()("ALTER DATABASE " + clinic.database.name +
                        " SET deadlock_timeout = '20ms'");
  clinic.add_patients(here, 2);
  const auto rename_in_order = [&](std::uint32_t first, std::uint32_t second) {
    const auto session = clinic.session();
    for (int i = 0; i < 5; ++i) {
      session->run([&](Transaction& tx) {
        for (const auto number : {first, second}) {
          tx.update(update_of<Patient>(f<&Patient::id> == numbered<Patient>(number),
                                       {assign<&Patient::address>("there")}));
          std::this_thread::sleep_for(20ms);
        }
      });
    }
  };
  auto other = std::async(std::launch::async, [&] { rename_in_order(2, 1); });
  CHECK_NOTHROW(rename_in_order(1, 2));
  CHECK_NOTHROW(other.get());
}

}  // namespace
}  // namespace salus::postgres_test

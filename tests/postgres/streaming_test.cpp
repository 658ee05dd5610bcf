#include <catch2/catch_test_macros.hpp>

#include "postgres/clinic_database.hpp"

namespace salus::postgres_test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t many = 5000;

struct FullClinic : ClinicDatabase {
  FullClinic() : ClinicDatabase{{.connections = 1}} { add_patients(here, many); }

  static Select everything() {
    auto query = select_of<Patient>();
    query.shape = Shape::set;
    return query;
  }
};

bool reads_a_row(Cursor& cursor, const Select& query) {
  std::vector<Cell> cells(query.cell_count());
  return cursor.next(cells);
}

TEST_CASE("A set is read to its end, in order, and frees the connection there") {
  FullClinic clinic;
  const auto session = clinic.session();
  const auto query = FullClinic::everything();
  const auto cursor = session->select(query);
  std::vector<Cell> cells(query.cell_count());
  std::uint32_t expected = 0;
  while (cursor->next(cells)) REQUIRE(number_of(std::get<Uuid>(cells.front())) == ++expected);
  CHECK(expected == many);
  CHECK_FALSE(cursor->next(cells));
  CHECK(clinic.session(here, 100ms)->count(count_of<Patient>()) == many);
}

TEST_CASE("A set that is left early frees the connection, and the session goes on") {
  FullClinic clinic;
  const auto session = clinic.session();
  const auto query = FullClinic::everything();
  for (int i = 0; i < 5; ++i) CHECK(reads_a_row(*session->select(query), query));
  static_cast<void>(session->select(query));
  CHECK(session->count(count_of<Patient>()) == many);
}

TEST_CASE("A set that is left early does not undo the transaction it is read in") {
  FullClinic clinic;
  const auto query = FullClinic::everything();
  clinic.session()->run([&](Transaction& tx) {
    tx.insert(insert_of({here}, std::vector{patient(many + 1)}));
    CHECK(reads_a_row(*tx.select(query), query));
    tx.insert(insert_of({here}, std::vector{patient(many + 2)}));
    CHECK(rows(tx, query).size() == many + 2);
  });
  CHECK(clinic.session()->count(count_of<Patient>()) == many + 2);
}

TEST_CASE("A violation before a set is told by the set") {
  FullClinic clinic;
  const auto error = error_of([&] {
    clinic.session()->run([&](Transaction& tx) {
      tx.insert(insert_of({here}, std::vector{patient(1)}));
      static_cast<void>(tx.select(FullClinic::everything()));
    });
  });
  CHECK(error.constraint() == "patient_primary_key");
}

TEST_CASE("A set whose connection dies half-way says that the database is not available") {
  FullClinic clinic;
  clinic.as_superuser()(
      "UPDATE patient SET address = repeat('far ', 2000)");  // more than sockets hold
  const auto query = FullClinic::everything();
  const auto session = clinic.session();
  const auto error = error_of([&] {
    const auto cursor = session->select(query);
    reads_a_row(*cursor, query);
    clinic.as_superuser()(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'salus_app'");
    while (reads_a_row(*cursor, query)) {
    }
  });
  CHECK(error.code() == ErrorCode::storage_unavailable);
  CHECK(session->count(count_of<Patient>()) == many);
}

}  // namespace
}  // namespace salus::postgres_test

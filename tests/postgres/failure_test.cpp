#include "failure.hpp"

#include <catch2/catch_test_macros.hpp>

#include "postgres/clinic_database.hpp"

namespace salus::postgres_test {
namespace {

TEST_CASE("A constraint's name is found in a message, without the number of a shard") {
  using postgres::constraint_in_message;
  CHECK(constraint_in_message(
            R"(duplicate key value violates unique constraint "patient_mrn_unique")") ==
        "patient_mrn_unique");
  CHECK(constraint_in_message(
            R"(conflicting key value violates exclusion constraint "doctor_busy_102112")") ==
        "doctor_busy");
  CHECK(
      constraint_in_message(
          R"(insert or update on table "visit_102008" violates foreign key constraint "visit_doctor_reference_102008")") ==
      "visit_doctor_reference");
  CHECK(constraint_in_message(R"(constraint "version_12")") == "version_12");
  CHECK(constraint_in_message("no name").empty());
  CHECK(constraint_in_message("half a \"name").empty());
  CHECK(constraint_in_message("\"").empty());
}

TEST_CASE("A conflict has the constraint's name, and no value of the row") {
  ClinicDatabase clinic;
  clinic.add_patients(here, 1);
  auto twin = patient(2);
  twin.mrn = "M-1";
  const auto unique = error_of([&] {
    clinic.session()->run(
        [&](Transaction& tx) { tx.insert(insert_of({here}, std::vector{twin})); });
  });
  CHECK(unique.code() == ErrorCode::conflict);
  CHECK(unique.constraint() == "patient_mrn_unique");
  CHECK(std::string_view{unique.what()}.find("M-1") == std::string_view::npos);

  auto orphan = patient(3);
  orphan.user = numbered<User>(9);
  const auto reference = error_of([&] {
    clinic.session()->run(
        [&](Transaction& tx) { tx.insert(insert_of({here}, std::vector{orphan})); });
  });
  CHECK(reference.code() == ErrorCode::conflict);
  CHECK(reference.constraint() == "patient_user_reference");
}

TEST_CASE("An insertion that nobody waited for tells its violation at the next call that waits") {
  ClinicDatabase clinic;
  clinic.add_patients(here, 1);
  std::string constraint;
  const auto at_the_end = error_of([&] {
    clinic.session()->run([&](Transaction& tx) {
      tx.insert(insert_of({here}, std::vector{patient(1)}));
      constraint = error_of([&] { tx.count(count_of<Patient>()); }).constraint();
    });
  });
  CHECK(constraint == "patient_primary_key");
  CHECK(at_the_end.constraint() == "patient_primary_key");
}

TEST_CASE("A savepoint tells the violations of its own insertions, and undoes them alone") {
  ClinicDatabase clinic;
  clinic.session()->run([&](Transaction& tx) {
    tx.insert(insert_of({here}, std::vector{patient(1)}));
    const auto error = error_of([&] {
      tx.with_savepoint([&] { tx.insert(insert_of({here}, std::vector{patient(2), patient(1)})); });
    });
    CHECK(error.constraint() == "patient_primary_key");
    tx.with_savepoint([&] { tx.insert(insert_of({here}, std::vector{patient(3)})); });
  });
  CHECK(clinic.session()->count(count_of<Patient>()) == 2);
}

TEST_CASE("A missing right is told as one") {
  ClinicDatabase clinic;
  clinic.as_owner()("REVOKE INSERT ON patient FROM salus_app");
  const auto error = error_of([&] { clinic.add_patients(here, 1); });
  CHECK(error.code() == ErrorCode::storage_failed);
  CHECK(std::string_view{error.what()}.find("role lacks a right") != std::string_view::npos);
}

TEST_CASE("A missing table is a schema that does not fit") {
  const auto database = PostgresServer::shared().create_database();
  const auto session = postgres::open(database.application_uri)->open({here});
  CHECK(error_of([&] { session->count(count_of<Patient>()); }).code() ==
        ErrorCode::schema_mismatch);
}

}  // namespace
}  // namespace salus::postgres_test

#include <catch2/catch_test_macros.hpp>

#include "postgres/clinic_database.hpp"

namespace salus::postgres_test {
namespace {

struct TwoClinics : ClinicDatabase {
  TwoClinics() {
    add_patients(here, 3);
    add_patients(there, 2);
  }

  std::string in(const Uuid& organization, const std::string& sql) const {
    return "SET app.organization_id = " + quoted(organization) + "; " + sql;
  }
};

const std::string count_all = "SELECT count(*) FROM patient";

TEST_CASE("Without a context the application's role sees and writes no rows") {
  const TwoClinics clinics;
  auto sql = clinics.as_application();
  CHECK(sql.value(count_all) == "0");
  CHECK(sql.value("SET app.organization_id = ''; " + count_all) == "0");
  CHECK(sql.value("UPDATE patient SET name = 'x'; " + count_all) == "0");
  CHECK(clinics.as_superuser().value("SELECT count(*) FROM patient WHERE name = 'x'") == "0");
}

TEST_CASE("A context that is no organization is an error, not everybody's rows") {
  const TwoClinics clinics;
  CHECK(clinics.as_application().failure("SET app.organization_id = 'all'; " + count_all) ==
        "22P02");
}

TEST_CASE("One organization never sees another's rows, though it asks in SQL for all") {
  const TwoClinics clinics;
  auto sql = clinics.as_application();
  CHECK(sql.value(clinics.in(here, count_all)) == "3");
  CHECK(sql.value(clinics.in(there, count_all)) == "2");
  CHECK(sql.value(clinics.in(here, count_all + " WHERE organization_id = " + quoted(there))) ==
        "0");
}

TEST_CASE("One organization never changes another's rows, and moves none there") {
  const TwoClinics clinics;
  auto sql = clinics.as_application();
  sql(clinics.in(here, "UPDATE patient SET name = 'x' WHERE organization_id = " + quoted(there)));
  CHECK(sql.value(clinics.in(there, count_all + " WHERE name = 'x'")) == "0");
  CHECK(sql.failure(clinics.in(here, "UPDATE patient SET organization_id = " + quoted(there))) ==
        "42501");
}

TEST_CASE("The port shows each organization its own rows, over one connection in turn") {
  ClinicDatabase clinic{{.connections = 1}};
  clinic.add_patients(here, 3);
  clinic.add_patients(there, 2);
  for (int i = 0; i < 3; ++i) {
    CHECK(clinic.session(here)->count(count_of<Patient>()) == 3);
    CHECK(clinic.session(there)->count(count_of<Patient>()) == 2);
  }
}

TEST_CASE("The guards of a new database stand") {
  const ClinicDatabase clinic;
  CHECK_NOTHROW(clinic.backend->verify_guards(clinic_schema()));
}

/// What `verify_guards` says after somebody ran this as the superuser.
std::string complaint_after(const std::string& sql) {
  const ClinicDatabase clinic;
  clinic.as_superuser()(sql);
  const auto error = error_of([&] { clinic.backend->verify_guards(clinic_schema()); });
  CHECK(error.code() == ErrorCode::schema_mismatch);
  return error.what();
}

TEST_CASE("A guard that fell is named with its table") {
  CHECK(complaint_after("ALTER TABLE doctor DISABLE ROW LEVEL SECURITY") ==
        "Table doctor: row-level security is off.");
  CHECK(complaint_after("DROP POLICY doctor_organization ON doctor") ==
        "Table doctor: it must have exactly one policy of row-level security.");
  CHECK(complaint_after("CREATE POLICY more ON patient USING (true)") ==
        "Table patient: it must have exactly one policy of row-level security.");
  CHECK(complaint_after("ALTER POLICY patient_organization ON patient USING (true)") ==
        "Table patient: its policy does not say what it should: organization_id is the context's.");
  CHECK(complaint_after("ALTER POLICY patient_organization ON patient WITH CHECK (true)") ==
        "Table patient: its policy does not say what it should: organization_id is the context's.");
  CHECK(complaint_after("ALTER POLICY patient_organization ON patient TO salus_owner") ==
        "Table patient: its policy is not for all commands and all roles.");
  CHECK(complaint_after("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_refuses_change") ==
        "Table journal_entry: it is append-only, but no trigger refuses changes.");
  CHECK(complaint_after("CREATE OR REPLACE FUNCTION journal_entry_append_only() RETURNS trigger "
                        "LANGUAGE plpgsql AS "
                        "'BEGIN RETURN new; END'") ==
        "Table journal_entry: it is append-only, but no trigger refuses changes.");
  CHECK(complaint_after("GRANT DELETE ON journal_entry TO salus_app") ==
        "Table journal_entry: it is append-only, but our role may change or empty it.");
  CHECK(complaint_after("ALTER TABLE identifier RENAME TO other") ==
        "Table identifier: it is missing.");
}

TEST_CASE("A role for whom the wall does not hold is refused") {
  const ClinicDatabase clinic;
  const auto complaint_of = [&](const std::string& uri) {
    const auto error = error_of([&] { postgres::open(uri)->verify_guards(clinic_schema()); });
    CHECK(error.code() == ErrorCode::schema_mismatch);
    return std::string{error.what()};
  };
  CHECK(complaint_of(clinic.database.owner_uri)
            .ends_with("our role is its owner, for whom row-level security does not hold."));
  CHECK(complaint_of(clinic.database.superuser_uri)
            .ends_with("is a superuser, for whom row-level security does not hold."));

  auto superuser = clinic.as_superuser();
  superuser("CREATE ROLE sly LOGIN BYPASSRLS; CREATE ROLE heir LOGIN; GRANT salus_owner TO heir");
  auto& server = PostgresServer::shared();
  CHECK(complaint_of(server.uri("sly", clinic.database.name))
            .ends_with("has BYPASSRLS: row-level security does not hold for it."));
  CHECK(complaint_of(server.uri("heir", clinic.database.name))
            .ends_with("our role is its owner, for whom row-level security does not hold."));
  superuser("DROP ROLE sly; DROP ROLE heir");
}

}  // namespace
}  // namespace salus::postgres_test

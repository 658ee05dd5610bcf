#include <catch2/catch_test_macros.hpp>

#include "postgres/clinic_database.hpp"

namespace salus::postgres_test {
namespace {

TEST_CASE("The catalog gives back the schema that was applied, with its logical types") {
  const ClinicDatabase clinic;
  const auto found = clinic.backend->inspect();
  const auto wanted = clinic_schema();
  REQUIRE(found.tables.size() == wanted.tables.size());
  for (std::size_t i = 0; i < wanted.tables.size(); ++i) {
    INFO(wanted.tables[i].name);
    CHECK(found.tables[i] == wanted.tables[i]);
  }
  CHECK(compare(found, wanted).empty());
}

TEST_CASE("An empty database has no tables") {
  const auto database = PostgresServer::shared().create_database();
  CHECK(postgres::open(database.application_uri)->inspect().tables.empty());
}

TEST_CASE("The schema survives a dump") {
  const ClinicDatabase clinic;
  auto superuser = clinic.as_superuser();
  const auto copy = clinic.database.name + "_copy";
  superuser("CREATE DATABASE " + copy + " TEMPLATE " + clinic.database.name);
  const auto backend = postgres::open(PostgresServer::shared().uri("salus_app", copy));
  CHECK(compare(backend->inspect(), clinic_schema()).empty());
  CHECK_NOTHROW(backend->verify_guards(clinic_schema()));
}

TEST_CASE("Tables of others in the same database are left alone") {
  const ClinicDatabase clinic;
  clinic.as_owner()(
      "CREATE TABLE theirs (a numeric PRIMARY KEY, b jsonb, c text); CREATE INDEX ON theirs ((b -> "
      "'x')) WHERE c <> 'y'");
  CHECK(compare(clinic.backend->inspect(), clinic_schema()).empty());
}

TEST_CASE("A text column that does not sort byte by byte does not fit") {
  const ClinicDatabase clinic;
  clinic.as_owner()(R"(ALTER TABLE patient ALTER COLUMN name TYPE text COLLATE "default")");
  const auto changes = compare(clinic.backend->inspect(), clinic_schema());
  REQUIRE(changes.size() == 1);
  CHECK(std::get<IncompatibleColumn>(changes.front()).column == "name");
}

TEST_CASE("A column and an index that came later are added to rows that exist") {
  ClinicDatabase clinic;
  clinic.add_patients(here, 2);
  const auto owner = postgres::open(clinic.database.owner_uri);
  owner->apply(
      std::vector<SchemaChange>{AddColumn{"patient", {.name = "risk", .type = FieldType::choice}},
                                CreateIndex{"patient",
                                            {.name = "patient_risk_index",
                                             .columns = {{"organization_id"}, {"risk", true}},
                                             .live_rows_only = true}}});
  const auto found = *owner->inspect().find("patient");
  CHECK(found.columns.back() == ColumnSchema{.name = "risk", .type = FieldType::choice});
  CHECK(found.indexes.back().columns.back() == IndexColumn{"risk", true});
  CHECK(clinic.as_superuser().value("SELECT count(*) FROM patient WHERE risk = ''") == "2");
}

TEST_CASE("Changes are applied all or none") {
  const ClinicDatabase clinic;
  const auto owner = postgres::open(clinic.database.owner_uri);
  const auto error = error_of([&] {
    owner->apply(
        std::vector<SchemaChange>{AddColumn{"patient", {.name = "risk", .type = FieldType::text}},
                                  CreateTable{*clinic_schema().find("doctor")}});
  });
  CHECK(error.code() == ErrorCode::schema_mismatch);
  CHECK(compare(owner->inspect(), clinic_schema()).empty());
}

TEST_CASE("The application's role does not migrate") {
  const auto database = PostgresServer::shared().create_database();
  const auto error = error_of(
      [&] { postgres::open(database.application_uri)->apply(compare({}, clinic_schema())); });
  CHECK(error.code() == ErrorCode::storage_failed);
}

TEST_CASE("A missing application role is made by who may make roles, and asked for by others") {
  const auto database = PostgresServer::shared().create_database();
  const postgres::OpenOptions options{.application_role = "Front Desk"};
  const auto error = error_of(
      [&] { postgres::open(database.owner_uri, options)->apply(compare({}, clinic_schema())); });
  CHECK(error.code() == ErrorCode::storage_failed);
  CHECK(std::string_view{error.what()}.find(R"(CREATE ROLE "Front Desk" LOGIN)") !=
        std::string_view::npos);

  postgres::open(database.superuser_uri, options)->apply(compare({}, clinic_schema()));
  const auto backend = postgres::open(PostgresServer::shared().uri("Front%20Desk", database.name));
  CHECK_NOTHROW(backend->verify_guards(clinic_schema()));
  CHECK(backend->open({here})->count(count_of<Patient>()) == 0);
  RawSql{database.superuser_uri}(R"(DROP OWNED BY "Front Desk"; DROP ROLE "Front Desk")");
}

TEST_CASE("Names of constraints and triggers fit a sharded PostgreSQL") {
  const ClinicDatabase clinic;
  const auto names = clinic.as_superuser()(
      "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace UNION "
      "SELECT relname FROM pg_class WHERE relkind = 'i' AND relnamespace = 'public'::regnamespace "
      "UNION "
      "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal");
  CHECK(names.size() > 20);
  for (const auto& name : names) {
    INFO(name.front());
    CHECK(name.front().size() <= 50);
    CHECK(std::isdigit(static_cast<unsigned char>(name.front().back())) == 0);
  }
}

}  // namespace
}  // namespace salus::postgres_test

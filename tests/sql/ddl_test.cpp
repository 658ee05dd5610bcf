#include "salus/sql/ddl.hpp"

#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"

#include "small_clinic.hpp"

using namespace salus;
using namespace small_clinic;
using sql::postgres_dialect;
using sql::sqlite_dialect;

namespace {

const TableSchema visit = table_of(entity_info<Visit>());
const TableSchema note = table_of(entity_info<Note>());

}  // namespace

TEST_CASE("A table has the organization in its key and its references") {
  CHECK(sql::create_table(visit, sqlite_dialect) == R"(CREATE TABLE "visit" (
  "id" BLOB NOT NULL,
  "patient" BLOB NOT NULL,
  "reason" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "ended_at" INTEGER,
  "organization_id" BLOB NOT NULL,
  "version" INTEGER NOT NULL,
  "created_at" INTEGER NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "deleted_at" INTEGER,
  CONSTRAINT "visit_primary_key" PRIMARY KEY ("organization_id", "id"),
  CONSTRAINT "visit_patient_reference" FOREIGN KEY ("organization_id", "patient") REFERENCES "patient" ("organization_id", "id")
) STRICT)");
}

TEST_CASE("Texts of PostgreSQL are ordered by their bytes") {
  CHECK(sql::create_table(note, postgres_dialect) == R"(CREATE TABLE "note" (
  "organization_id" uuid NOT NULL,
  "number" bigint NOT NULL,
  "text" text COLLATE "C" NOT NULL,
  CONSTRAINT "note_primary_key" PRIMARY KEY ("organization_id", "number")
))");
}

TEST_CASE("Indexes hold live rows, and case where it counts") {
  const auto statements = sql::statements_of(CreateTable{visit}, sqlite_dialect);
  REQUIRE(statements.size() == 6);
  CHECK(
      statements[2] ==
      R"(CREATE INDEX "visit_reason_index" ON "visit" ("organization_id", "reason" COLLATE NOCASE, "id"))"
      R"( WHERE "deleted_at" IS NULL)");
  CHECK(sql::create_index("visit", visit.indexes[1], postgres_dialect) ==
        R"(CREATE INDEX "visit_reason_index" ON "visit" ("organization_id", lower("reason"), "id"))"
        R"( WHERE "deleted_at" IS NULL)");
  CHECK(statements[5] ==
        R"(CREATE UNIQUE INDEX "visit_planned_once" ON "visit" ("organization_id", "patient"))"
        R"( WHERE "deleted_at" IS NULL AND "status" = 'planned')");
}

TEST_CASE("A new column that may not be missing gets a neutral value") {
  const ColumnSchema extra{"extra", FieldType::json, false};
  CHECK(sql::add_column("visit", extra, sqlite_dialect) ==
        std::vector<std::string>{
            R"(ALTER TABLE "visit" ADD COLUMN "extra" TEXT NOT NULL DEFAULT 'null')"});
  CHECK(sql::add_column("visit", extra, postgres_dialect) ==
        std::vector<std::string>{
            R"(ALTER TABLE "visit" ADD COLUMN "extra" text COLLATE "C" NOT NULL DEFAULT 'null')",
            R"(ALTER TABLE "visit" ALTER COLUMN "extra" DROP DEFAULT)"});
  CHECK(sql::add_column("visit", {"extra", FieldType::date, true}, sqlite_dialect) ==
        std::vector<std::string>{R"(ALTER TABLE "visit" ADD COLUMN "extra" INTEGER)"});
}

TEST_CASE("An append-only table has guards, another has none") {
  CHECK(sql::guards_of(visit, sqlite_dialect).empty());
  const auto guards = sql::guards_of(note, sqlite_dialect);
  REQUIRE(guards.size() == 2);
  CHECK(guards[0].name == "note_refuses_update");
  CHECK(guards[0].sql ==
        R"(CREATE TRIGGER "note_refuses_update" BEFORE UPDATE ON "note" BEGIN )"
        R"(SELECT RAISE(ABORT, 'note is append-only: rows are neither changed nor removed'); END)");
  CHECK(sql::guards_of(note, postgres_dialect).size() == 3);
}

TEST_CASE("A change that needs a person is refused") {
  CHECK_THROWS_AS(sql::statements_of(IncompatibleColumn{"visit", "reason"}, sqlite_dialect), Error);
  CHECK_THROWS_AS(sql::statements_of(UnknownColumn{"visit", "reason"}, postgres_dialect), Error);
}

TEST_CASE("Names and words are quoted whatever they hold") {
  CHECK(sql::quoted(R"(us"er)") == R"("us""er")");
  CHECK(sql::literal("it's") == "'it''s'");
}

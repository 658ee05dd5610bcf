#include "salus/sql/render.hpp"

#include <memory>

#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"

#include "rendering.hpp"
#include "small_clinic.hpp"

using namespace salus;
using namespace small_clinic;
using rendering::organization;
using rendering::text_of;
using sql::postgres_dialect;
using sql::sqlite_dialect;

namespace {

const EntityInfo& visit = entity_info<Visit>();
const EntityInfo& note = entity_info<Note>();
const Expr done = f<&Visit::status> == VisitStatus::done;
const Expr bound = exists<&Visit::patient, &Bond::patient>(f<&Bond::doctor> == Id<Doctor>{});

const std::string visit_columns =
    R"(t0."id", t0."patient", t0."reason", t0."status", t0."ended_at", t0."organization_id", t0."version", )"
    R"(t0."created_at", t0."updated_at", t0."deleted_at")";
const std::string live_visits =
    R"( FROM "visit" AS t0 WHERE t0."organization_id" = ?1 AND t0."deleted_at" IS NULL)";

OrderKey by_end(Direction direction) { return {&field_info<&Visit::ended_at>(), direction}; }

}  // namespace

TEST_CASE("A row by its key is one statement for every key") {
  const auto get = [](Id<Visit> id) {
    return Select{.entity = &visit, .where = f<&Visit::id> == id, .limit = 1};
  };
  CHECK(text_of(get({}), sqlite_dialect) ==
        "SELECT " + visit_columns + live_visits + R"( AND t0."id" = ?2 ORDER BY t0."id" LIMIT 1)");
  CHECK(rendering::shape_of(get({})) == rendering::shape_of(get(Id<Visit>{Uuid{.bytes = {7}}})));
}

TEST_CASE("An order is completed by the key in the direction of its last key") {
  const Select newest{.entity = &visit, .order = {by_end(Direction::descending)}};
  CHECK(text_of(newest, sqlite_dialect) ==
        "SELECT " + visit_columns + live_visits + R"( ORDER BY t0."ended_at" DESC, t0."id" DESC)");
  CHECK(text_of(newest, postgres_dialect)
            .ends_with(R"( ORDER BY t0."ended_at" DESC NULLS LAST, t0."id" DESC)"));
  const Select oldest{.entity = &visit, .order = {by_end(Direction::ascending)}};
  CHECK(
      text_of(oldest, sqlite_dialect).ends_with(R"( ORDER BY t0."ended_at" NULLS LAST, t0."id")"));
  CHECK(text_of(oldest, postgres_dialect).ends_with(R"( ORDER BY t0."ended_at", t0."id")"));
}

TEST_CASE("An offset without a limit is said in the engine's way") {
  const Select rest{.entity = &note, .offset = 40};
  CHECK(
      text_of(rest, sqlite_dialect) ==
      R"(SELECT t0."organization_id", t0."number", t0."text" FROM "note" AS t0 WHERE t0."organization_id" = ?1 )"
      R"(ORDER BY t0."number" LIMIT -1 OFFSET ?2)");
  CHECK(text_of(rest, postgres_dialect).ends_with(R"( LIMIT ALL OFFSET $2)"));
}

TEST_CASE("Row bits are one integer behind the columns") {
  const Select page{.entity = &visit,
                    .visible = std::make_shared<const Expr>(bound),
                    .row_bits = std::make_shared<const std::vector<Expr>>(std::vector{done, !done}),
                    .limit = 50};
  CHECK(
      text_of(page, sqlite_dialect) ==
      "SELECT " + visit_columns +
          R"(, CASE WHEN t0."status" = ?3 THEN 1 ELSE 0 END + CASE WHEN (t0."status" = ?4) IS NOT TRUE THEN 2 ELSE 0 END)" +
          live_visits +
          R"( AND EXISTS (SELECT 1 FROM "bond" AS t1 WHERE t1."organization_id" = ?1 AND )" +
          R"(t1."deleted_at" IS NULL AND t1."patient" = t0."patient" AND t1."doctor" = ?2))" +
          R"( ORDER BY t0."id" LIMIT 50)");
}

TEST_CASE("What a filter leaves one value of is not looked up for each row, where that helps") {
  const auto holds = [](Expr where,
                        Shape shape,
                        std::string_view part,
                        const sql::Dialect& dialect = postgres_dialect) {
    const Select query{.entity = &visit,
                       .visible = std::make_shared<const Expr>(bound),
                       .where = std::move(where),
                       .shape = shape};
    return text_of(query, dialect).find(part) != std::string::npos;
  };
  const Expr one = f<&Visit::patient> == Id<Patient>{};
  CHECK(holds(one && done, Shape::page, R"(t1."patient" = $3 AND t1."doctor" = $2)"));
  CHECK(holds(one && done, Shape::set, R"( AND $3 = ANY(ARRAY(SELECT t1."patient")"));
  const auto by_row = R"(t1."patient" = t0."patient" AND t1."doctor" = $2)";
  CHECK(holds(one || done, Shape::page, by_row));
  CHECK(holds(!one, Shape::page, by_row));
  CHECK(holds(f<&Visit::patient> > Id<Patient>{}, Shape::page, by_row));
  CHECK(holds(one, Shape::page, R"(t1."patient" = t0."patient")", sqlite_dialect));
}

TEST_CASE("A count sums branches that have no row in common") {
  const std::string count = "SELECT count(*)" + live_visits;
  const std::string mine =
      R"(t0."patient" IN (SELECT t1."patient" FROM "bond" AS t1 WHERE t1."organization_id" = ?1 )"
      R"(AND t1."deleted_at" IS NULL AND t1."doctor" = ?2))";
  const Count either{.entity = &visit, .visible = std::make_shared<const Expr>(bound || done)};
  CHECK(text_of(either, sqlite_dialect) == "SELECT (" + count + " AND " + mine + ") + (" + count +
                                               R"( AND t0."status" = ?3 AND ()" + mine +
                                               ") IS NOT TRUE)");
  const Count none{.entity = &visit,
                   .visible = std::make_shared<const Expr>(Expr{.op = Operator::any_of})};
  CHECK(text_of(none, sqlite_dialect) == count + " AND FALSE");
  CHECK(text_of(Count{.entity = &visit, .where = done}, sqlite_dialect) ==
        count + R"( AND t0."status" = ?2)");
}

TEST_CASE("Rows are inserted into the session's organization alone") {
  std::vector<std::vector<Value>> rows(2, {organization, std::int64_t{1}, std::string{"text"}});
  CHECK(
      text_of(sql::Insertion{note, rows}, postgres_dialect) ==
      R"(INSERT INTO "note" ("organization_id", "number", "text") VALUES ($1, $2, $3), ($1, $4, $5))");
  rows[1][0] = Uuid{.bytes = {2}};
  CHECK_THROWS_AS(text_of(sql::Insertion{note, rows}, postgres_dialect), Error);
}

TEST_CASE("Changes and removals touch live rows of the organization alone") {
  const Update end{.entity = &visit,
                   .assignments = {{&field_info<&Visit::ended_at>(), Timestamp{}}},
                   .where = f<&Visit::id> == Id<Visit>{}};
  CHECK(
      text_of(end, sqlite_dialect) ==
      R"(UPDATE "visit" AS t0 SET "ended_at" = ?2 WHERE t0."organization_id" = ?1 AND t0."deleted_at" IS NULL AND t0."id" = ?3)");
  const Expr old = f<&Note::number> < std::int64_t{4};
  CHECK(text_of(sql::Removal{note, old}, postgres_dialect) ==
        R"(DELETE FROM "note" AS t0 WHERE t0."organization_id" = $1 AND t0."number" < $2)");
}

TEST_CASE("A row cannot be moved to another organization") {
  const Update move{
      .entity = &visit, .assignments = {{&visit.organization_id(), Uuid{}}}, .where = done};
  CHECK_THROWS_AS(text_of(move, sqlite_dialect), Error);
}

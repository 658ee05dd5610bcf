#include <catch2/catch_test_macros.hpp>

#include "rendering.hpp"
#include "small_clinic.hpp"

using namespace salus;
using namespace small_clinic;
using rendering::condition_of;
using sql::postgres_dialect;
using sql::sqlite_dialect;

namespace {

const EntityInfo& visit = entity_info<Visit>();
const EntityInfo& form = entity_info<Form>();
const Expr done = f<&Visit::status> == VisitStatus::done;

Expr bound_to_doctor() {
  return exists<&Visit::patient, &Bond::patient>(
      f<&Bond::doctor> == Id<Doctor>{} &&
      (is_null(f<&Bond::valid_to>) ||
       expr::compare_with_now(Operator::greater, field_info<&Bond::valid_to>())));
}

}  // namespace

TEST_CASE("A condition that always holds leaves no trace") {
  CHECK(condition_of(expr::always(), visit, sqlite_dialect).empty());
  CHECK(condition_of(expr::never(), visit, sqlite_dialect) == "FALSE");
}

TEST_CASE("Comparisons are plain, so that indexes stay usable") {
  CHECK(condition_of(done, visit, sqlite_dialect) == R"(t0."status" = ?2)");
  CHECK(condition_of(done, visit, postgres_dialect) == R"(t0."status" = $2)");
  CHECK(condition_of(f<&Visit::reason> != "x", visit, sqlite_dialect) == R"(t0."reason" <> ?2)");
  CHECK(condition_of(f<&Visit::ended_at> >= Timestamp{}, visit, sqlite_dialect) ==
        R"(t0."ended_at" >= ?2)");
}

TEST_CASE("A negation stands null-safe above its leaf") {
  CHECK(condition_of(!done, visit, sqlite_dialect) == R"((t0."status" = ?2) IS NOT TRUE)");
  CHECK(condition_of(!is_null(f<&Visit::ended_at>), visit, postgres_dialect) ==
        R"(t0."ended_at" IS NOT NULL)");
  CHECK(
      condition_of(!(done && (contains(f<&Visit::reason>, "x") || !is_null(f<&Visit::ended_at>))),
                   visit,
                   postgres_dialect) ==
      R"(((t0."status" = $2) IS NOT TRUE OR ((strpos(t0."reason", $3) > 0) IS NOT TRUE AND t0."ended_at" IS NULL)))");
}

TEST_CASE("A list has a placeholder for each value") {
  CHECK(condition_of(is_one_of<&Visit::reason>({}, {"a", "b", "c"}), visit, postgres_dialect) ==
        R"(t0."reason" IN ($2, $3, $4))");
  CHECK(condition_of(!Expr{.op = Operator::in, .column = &field_info<&Visit::reason>()},
                     visit,
                     postgres_dialect) == "(FALSE) IS NOT TRUE");
}

TEST_CASE("A long list is one value") {
  const Expr many = is_one_of<&Visit::id>({}, std::vector<Id<Visit>>(1'000));
  CHECK(condition_of(many, visit, sqlite_dialect) ==
        R"(t0."id" IN (SELECT unhex(value) FROM json_each(?2)))");
  CHECK(
      condition_of(!many, visit, postgres_dialect) ==
      R"((t0."id" = ANY(ARRAY(SELECT value::uuid FROM json_array_elements_text($2::text::json) AS value))) IS NOT TRUE)");
}

TEST_CASE("A prefix is a range of the index") {
  CHECK(condition_of(starts_with(f<&Visit::reason>, "caf"), visit, sqlite_dialect) ==
        R"((t0."reason" >= ?2 AND t0."reason" < ?3))");
  CHECK(condition_of(starts_with(f<&Visit::reason>, ""), visit, sqlite_dialect) ==
        R"(t0."reason" >= ?2)");
}

TEST_CASE("A part is looked for byte by byte") {
  CHECK(condition_of(contains(f<&Visit::reason>, "x"), visit, sqlite_dialect) ==
        R"(instr(CAST(t0."reason" AS BLOB), CAST(?2 AS BLOB)) > 0)");
  CHECK(condition_of(contains(f<&Visit::reason>, "x"), visit, postgres_dialect) ==
        R"(strpos(t0."reason", $2) > 0)");
}

TEST_CASE("Case is ignored in the form that the index has") {
  const Expr same = equals_ignoring_case(f<&Visit::reason>, "x");
  CHECK(condition_of(same, visit, sqlite_dialect) == R"(t0."reason" COLLATE NOCASE = ?2)");
  CHECK(condition_of(same, visit, postgres_dialect) ==
        R"(lower(t0."reason") = lower($2 COLLATE "C"))");
}

TEST_CASE("A page asks for a related row once for each of its rows") {
  CHECK(
      condition_of(bound_to_doctor(), visit, sqlite_dialect) ==
      R"(EXISTS (SELECT 1 FROM "bond" AS t1 WHERE t1."organization_id" = ?1 AND t1."deleted_at" IS NULL )"
      R"(AND t1."patient" = t0."patient" AND t1."doctor" = ?2 AND (+t1."valid_to" IS NULL OR +t1."valid_to" > ?3)))");
  CHECK(
      condition_of(!exists<&Visit::patient, &Bond::patient>(), visit, postgres_dialect) ==
      R"((SELECT true FROM "bond" AS t1 WHERE t1."organization_id" = $1 AND t1."deleted_at" IS NULL )"
      R"(AND t1."patient" = t0."patient" LIMIT 1) IS NULL)");
}

TEST_CASE("A set gathers the related rows once") {
  CHECK(
      condition_of(bound_to_doctor(), visit, sqlite_dialect, Shape::set) ==
      R"(t0."patient" IN (SELECT t1."patient" FROM "bond" AS t1 WHERE t1."organization_id" = ?1 AND )"
      R"(t1."deleted_at" IS NULL AND t1."doctor" = ?2 AND (+t1."valid_to" IS NULL OR +t1."valid_to" > ?3)))");
  CHECK(
      condition_of(
          !exists<&Visit::patient, &Bond::patient>(), visit, postgres_dialect, Shape::set) ==
      R"((t0."patient" = ANY(ARRAY(SELECT t1."patient" FROM "bond" AS t1 WHERE t1."organization_id" = $1 AND )"
      R"(t1."deleted_at" IS NULL))) IS NOT TRUE)");
}

TEST_CASE("A sub-select uses the index of a prefix, as a search by words needs it") {
  CHECK(
      condition_of(exists<&Bond::patient, &Visit::patient>(starts_with(f<&Visit::reason>, "caf")),
                   entity_info<Bond>(),
                   sqlite_dialect,
                   Shape::set) ==
      R"(t0."patient" IN (SELECT t1."patient" FROM "visit" AS t1 WHERE t1."organization_id" = ?1 AND )"
      R"(t1."deleted_at" IS NULL AND (t1."reason" >= ?2 AND t1."reason" < ?3)))");
}

TEST_CASE("A text inside JSON is taken out only where there is one") {
  const Expr yes = json_text(f<&Form::answers>, "a", "b") == "yes";
  CHECK(
      condition_of(yes, form, sqlite_dialect) ==
      R"((CASE json_type(CASE WHEN instr(t0."answers", '\u0000') = 0 THEN t0."answers" END, '$."a"."b"') WHEN 'text' THEN )"
      R"((CASE WHEN instr(t0."answers", '\u0000') = 0 THEN t0."answers" END) ->> '$."a"."b"' END) = ?2)");
  CHECK(
      condition_of(yes, form, postgres_dialect) ==
      R"((CASE json_typeof((CASE WHEN strpos(t0."answers", '\u0000') = 0 THEN t0."answers"::json END) #> '{"a","b"}') )"
      R"(WHEN 'string' THEN (CASE WHEN strpos(t0."answers", '\u0000') = 0 THEN t0."answers"::json END) #>> '{"a","b"}' END) )"
      R"(COLLATE "C" = $2)");
  CHECK(condition_of(!is_null(json_text(f<&Form::answers>)), form, sqlite_dialect)
            .ends_with(R"( ->> '$' END) IS NOT NULL)"));
}

TEST_CASE("An element of a list is looked for in the row's own list") {
  const Expr igbo = has_element(f<&Form::answers>, "Igbo");
  CHECK(
      condition_of(igbo, form, sqlite_dialect) ==
      R"(EXISTS (SELECT 1 FROM json_each(CASE json_type(CASE WHEN instr(t0."answers", '\u0000') = 0 THEN t0."answers" END, '$') )"
      R"(WHEN 'array' THEN (CASE WHEN instr(t0."answers", '\u0000') = 0 THEN t0."answers" END) -> '$' END) AS e1 WHERE )"
      R"((CASE json_type(CASE WHEN e1.type IN ('object', 'array') THEN e1.value ELSE json_quote(e1.value) END, '$') WHEN 'text' )"
      R"(THEN (CASE WHEN e1.type IN ('object', 'array') THEN e1.value ELSE json_quote(e1.value) END) ->> '$' END) = ?2))");
  CHECK(
      condition_of(!igbo, form, postgres_dialect) ==
      R"(NOT EXISTS (SELECT 1 FROM json_array_elements(CASE json_typeof((CASE WHEN strpos(t0."answers", '\u0000') = 0 )"
      R"(THEN t0."answers"::json END) #> '{}') WHEN 'array' THEN (CASE WHEN strpos(t0."answers", '\u0000') = 0 THEN )"
      R"(t0."answers"::json END) #> '{}' END) AS e1(value) WHERE )"
      R"((CASE json_typeof((e1.value) #> '{}') WHEN 'string' THEN (e1.value) #>> '{}' END) COLLATE "C" = $2))");
}

TEST_CASE("A list inside an element has a name of its own") {
  const Expr inner = expr::has_element(
      field_info<&Form::answers>(), {"b"}, json_text(f<&Form::answers>, "c") == "x");
  const auto text = condition_of(
      expr::has_element(field_info<&Form::answers>(), {"a"}, inner), form, postgres_dialect);
  CHECK(text.find(R"(json_array_elements(CASE json_typeof((e1.value) #> '{"b"}'))") !=
        std::string::npos);
  CHECK(text.find(R"((e2.value) #>> '{"c"}' END) COLLATE "C" = $2)") != std::string::npos);
}

// Rows by the whole policy, held by PostgreSQL itself; the surface tests run on this profile too.

#include <catch2/catch_test_macros.hpp>

#include "postgres/full_clinic.hpp"
#include "support/small_clinic.hpp"

namespace salus::postgres_test {
namespace {

using test::noon;
using test::SmallClinic;

/// The small clinic, installed with the profile `full`.
struct FullClinic {
  PostgresDatabase database = PostgresServer::shared().create_database();
  SmallClinic world{open_migrated(database, full_schema()),
                    domain_catalog(),
                    default_policy(),
                    RowSecurityProfile::full};

  RawSql as(const Principal& principal, Timestamp now = noon) const {
    RawSql sql{database.application_uri};
    begin_as(sql, principal, now);
    return sql;
  }

  Error error_of_opening(RowSecurityProfile profile = RowSecurityProfile::full,
                         const Policy& policy = default_policy()) const {
    return error_of([&] {
      const Clinic clinic{postgres::open(database.application_uri),
                          {.policy = policy, .row_security = profile}};
    });
  }
};

TEST_CASE("SQL by hand in a doctor's name sees the doctor's patients, without any condition") {
  const FullClinic clinic;
  auto sql = clinic.as(clinic.world.as_ada().principal());
  const Ids assigned{clinic.world.amara.to_string(), clinic.world.ben.to_string()};
  CHECK(ids_from(sql, "SELECT id FROM patient") == assigned);
  CHECK(sql.value("SELECT count(*) FROM doctor") == "2");
  CHECK(sql.value("SELECT count(*) FROM care_relationship") == "4");
  CHECK(sql.value("SELECT count(*) FROM \"user\"") == "1");
  CHECK(sql.value("SELECT count(*) FROM journal_entry") == "0");

  auto later = clinic.as(clinic.world.as_ada().principal(), noon + std::chrono::days{1});
  CHECK(ids_from(later, "SELECT id FROM patient").contains(clinic.world.dara.to_string()));
}

TEST_CASE("SQL by hand in a patient's name sees their own rows") {
  const FullClinic clinic;
  auto sql = clinic.as(clinic.world.as_amara().principal());
  CHECK(ids_from(sql, "SELECT id FROM patient") == Ids{clinic.world.amara.to_string()});
  CHECK(sql.value("SELECT count(*) FROM care_relationship") == "1");
}

TEST_CASE("SQL by hand without a context, or without a caller, sees and writes no rows") {
  const FullClinic clinic;
  RawSql sql{clinic.database.application_uri};
  CHECK(sql.value("SELECT count(*) FROM patient") == "0");
  sql("BEGIN; SET LOCAL app.organization_id = " +
      quoted(clinic.world.as_root().principal().organization.value));
  const auto schema = full_schema();
  for (const auto& rules : schema.row_security->tables)
    CHECK(sql.value("SELECT count(*) FROM \"" + std::string{rules.entity->name} + "\"") == "0");
  CHECK(sql.value("WITH changed AS (UPDATE patient SET name = 'x' RETURNING 1) "
                  "SELECT count(*) FROM changed") == "0");
}

TEST_CASE("another organization is never seen, whoever asks for it") {
  const FullClinic clinic;
  auto administrator = clinic.world.as_root().principal();
  administrator.organization = organization_id_of("elsewhere");
  auto sql = clinic.as(administrator);
  CHECK(sql.value("SELECT count(*) FROM patient") == "0");
  CHECK(sql.value("SELECT count(*) FROM assigned_patient") == "0");
  CHECK(sql.value("SELECT count(*) FROM journal_head") == "0");
}

TEST_CASE("SQL by hand writes no row that the policy would not let its caller write") {
  const FullClinic clinic;
  const auto ada = clinic.world.as_ada().principal();
  const auto ben = "'" + clinic.world.ben.to_string() + "'";
  const auto fails_with = [&](const std::string& statement) {
    auto sql = clinic.as(ada);
    return sql.failure(statement);
  };
  const auto changed = [&](const std::string& statement) {
    auto sql = clinic.as(ada);
    return sql.value("WITH changed AS (" + statement +
                     " RETURNING 1) SELECT count(*) FROM changed");
  };
  CHECK(changed("UPDATE patient SET blood_group = 'A+' WHERE id = " + ben) == "1");
  CHECK(changed("UPDATE patient SET blood_group = 'A+'") == "2");
  CHECK(changed("UPDATE doctor SET bio = 'x'") == "0");
  CHECK(changed("UPDATE care_relationship SET valid_to = NULL") == "0");
  CHECK(fails_with("UPDATE patient SET deleted_at = now() WHERE id = " + ben) == "42501");
  CHECK(fails_with("DELETE FROM patient") == "42501");
  CHECK(fails_with("INSERT INTO patient SELECT * FROM patient WHERE id = " + ben) == "42501");
  CHECK(fails_with("UPDATE assigned_patient SET patient = " + ben) == "42501");
}

TEST_CASE("a row that was removed is not there for SQL by hand") {
  const FullClinic clinic;
  auto root = clinic.world.as_root();
  root.remove(root.get(clinic.world.ben).value());
  auto sql = clinic.as(root.principal());
  CHECK(sql.value("SELECT count(*) FROM patient") == "3");
  CHECK(sql.value("WITH changed AS (UPDATE patient SET deleted_at = NULL RETURNING 1) "
                  "SELECT count(*) FROM changed") == "3");
}

TEST_CASE("what differs from the policy refuses to open, and is named") {
  const auto schema = full_schema();
  const auto says = [&schema](const std::string& sql, std::string_view what) {
    const auto database = PostgresServer::shared().create_database();
    const auto backend = open_migrated(database, schema);
    CHECK_NOTHROW(backend->verify_guards(schema));
    RawSql{database.superuser_uri}(sql);
    const auto error = error_of([&] { backend->verify_guards(schema); });
    INFO(error.what());
    CHECK(error.code() == ErrorCode::schema_mismatch);
    CHECK(std::string_view{error.what()}.find(what) != std::string_view::npos);
  };
  says("ALTER POLICY patient_select ON patient USING (true)",
       "patient_select was changed since Salus made it. Run \"salus init\"");
  says("ALTER POLICY patient_update ON patient WITH CHECK (true)", "patient_update was changed");
  says("ALTER POLICY patient_select ON patient TO salus_owner", "patient_select was changed");
  says("DROP POLICY doctor_insert ON doctor", "doctor_insert is missing.");
  says("CREATE POLICY more ON patient USING (true)",
       "patient has a policy that Salus did not make.");
  says("ALTER TABLE patient DISABLE ROW LEVEL SECURITY", "row-level security is off.");
  says("ALTER TABLE care_relationship FORCE ROW LEVEL SECURITY", "forced on its owner.");
  says(
      "CREATE OR REPLACE VIEW assigned_patient WITH (security_barrier = true) AS "
      "SELECT patient FROM care_relationship",
      "assigned_patient was changed");
  says("ALTER VIEW caller RESET (security_barrier)", "caller was changed");
  says("ALTER VIEW assigned_patient OWNER TO salus_app", "assigned_patient");
  says("GRANT UPDATE ON assigned_patient TO salus_app",
       "assigned_patient may be written by our role.");
  says("GRANT TRUNCATE ON patient TO salus_app", "our role may empty it");
  says("ALTER POLICY identifier_organization ON identifier USING (true)", "Table identifier:");
}

TEST_CASE("a database of another profile or policy refuses to open until it is installed anew") {
  const FullClinic clinic;
  const auto further = default_policy().with({.name = "a patient reads every patient",
                                              .role = Role::patient,
                                              .actions = {Action::read},
                                              .entity = "patient",
                                              .scope = Scope::organization,
                                              .fields = only({"name"})});
  const auto refused = [&](RowSecurityProfile profile, const Policy& policy) {
    const auto error = clinic.error_of_opening(profile, policy);
    return error.code() == ErrorCode::schema_mismatch &&
           std::string_view{error.what()}.find("salus init") != std::string_view::npos;
  };
  const auto install = [&](RowSecurityProfile profile, const Policy& policy) {
    Clinic::install(
        postgres::open(clinic.database.owner_uri),
        {.organization_name = "Riverside Clinic", .administrator_email = "root@example.org"},
        Secret{std::string{test::password}},
        {.policy = policy, .row_security = profile});
  };
  const auto opens = [&](RowSecurityProfile profile, const Policy& policy) {
    const Clinic opened{postgres::open(clinic.database.application_uri),
                        {.policy = policy, .row_security = profile}};
    return opened.act_as("ada@example.org").count<Doctor>() == 2;
  };
  const auto same = default_policy();
  CHECK(refused(RowSecurityProfile::wall, same));
  CHECK(refused(RowSecurityProfile::full, further));

  const auto newest = [&] {
    return RawSql{clinic.database.superuser_uri}.value("SELECT max(oid) FROM pg_policy");
  };
  const auto before = newest();
  install(RowSecurityProfile::full, same);
  CHECK(newest() == before);

  install(RowSecurityProfile::full, further);
  CHECK(opens(RowSecurityProfile::full, further));
  auto amara = clinic.as(clinic.world.as_amara().principal());
  CHECK(amara.value("SELECT count(*) FROM patient") == "4");
  amara("ROLLBACK");

  install(RowSecurityProfile::wall, same);
  CHECK(opens(RowSecurityProfile::wall, same));
  CHECK(refused(RowSecurityProfile::full, same));
  install(RowSecurityProfile::full, same);
  CHECK(opens(RowSecurityProfile::full, same));
}

TEST_CASE("a forbid that asks for an id takes nothing from a caller who has none") {
  const FullClinic clinic;
  Rule rule{.name = "a doctor reads every relationship",
            .role = Role::doctor,
            .actions = {Action::read},
            .entity = "care_relationship",
            .scope = Scope::organization,
            .fields = every_field()};
  auto policy = default_policy().with(rule);
  rule.name = "but not own ones";
  rule.scope = Scope::own;
  rule.fields = {};
  rule.effect = Effect::forbid;
  policy = policy.with(rule);
  postgres::open(clinic.database.owner_uri)->renew_guards(full_schema(policy));
  auto principal = clinic.world.as_ada().principal();
  principal.doctor = std::nullopt;
  CHECK(clinic.as(principal).value("SELECT count(*) FROM care_relationship") == "5");
}

TEST_CASE("a rule of an access level is held by the database as soon as it is saved") {
  const FullClinic clinic;
  auto root = clinic.world.as_root();
  const auto level = root.create(AccessLevel{.name = "reception"})->id;
  User mira{.email = "mira@example.org", .name = "Mira", .is_admin_staff = true};
  mira.access_level = level;
  root.create(mira);
  const auto count_patients = [&] {
    auto sql = clinic.as(clinic.world.clinic.act_as("mira@example.org").principal());
    return sql.value("SELECT count(*) FROM patient");
  };
  CHECK(count_patients() == "0");
  const auto rule = root.create(AccessRule{.access_level = level,
                                           .name = "reception reads patients",
                                           .entity = "patient",
                                           .scope = Scope::organization,
                                           .fields = Json::from_canonical(R"(["name"])")});
  CHECK(count_patients() == "4");
  root.update(rule, set(f<&AccessRule::effect>, Effect::forbid));
  CHECK(count_patients() == "0");
}

TEST_CASE("a database without row-level security of its own refuses the profile full") {
  CHECK(error_of([] {
          const SmallClinic world{
              memory::open(), domain_catalog(), default_policy(), RowSecurityProfile::full};
        }).code() == ErrorCode::unsupported);
}

}  // namespace
}  // namespace salus::postgres_test

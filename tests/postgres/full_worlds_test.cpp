// Random clinics and policies: PostgreSQL alone, asked by hand, shows what the oracle says.

#include <cstdlib>
#include <random>

#include <catch2/catch_test_macros.hpp>

#include "postgres/full_clinic.hpp"
#include "property/random_world.hpp"

namespace salus::postgres_test {
namespace {

using property::one_in;
using property::Organizations;
using property::PolicyOracle;
using property::Row;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// A policy serves so many worlds, for to put it up takes longer than a world.
constexpr std::uint64_t worlds_of_a_policy = 10;

Policy policy_of(std::uint64_t seed) {
  SeededRandom dice{seed / worlds_of_a_policy};
  auto policy = Policy{property::random_rules(dice)};
  for (const auto* entity : {"access_level", "access_rule"}) {
    policy = policy.with({.name = std::string{"log-in reads "} + entity,
                          .role = Role::authenticator,
                          .actions = {Action::read},
                          .entity = entity,
                          .scope = Scope::organization,
                          .fields = every_field()});
  }
  return policy;
}

/// Rules that an administrator might keep for an access level.
std::vector<Rule> random_staff_rules(SeededRandom& dice) {
  std::vector<Rule> rules;
  for (auto& rule : property::random_rules(dice)) {
    rule.role = Role::staff;
    if (issues_of(rule, domain_catalog()).empty()) rules.push_back(std::move(rule));
  }
  return rules;
}

std::string list_of(const FieldList& fields) {
  if (fields.every) return R"(["*"])";
  std::string text;
  for (const auto& name : fields.names) text += (text.empty() ? "\"" : ",\"") + name + "\"";
  return "[" + text + "]";
}

std::vector<AccessRule> rows_of(SeededRandom& dice, const Rule& rule, Id<AccessLevel> level) {
  std::vector<AccessRule> rows;
  for (std::size_t i = 0; i < enumerator_names<Action>.size(); ++i) {
    if (!rule.actions.contains(static_cast<Action>(i))) continue;
    rows.push_back({.id = {property::random_uuid(dice)},
                    .access_level = level,
                    .name = rule.name,
                    .effect = rule.effect,
                    .action = static_cast<Action>(i),
                    .entity = rule.entity,
                    .scope = rule.scope,
                    .condition = rule.condition,
                    .becomes = rule.becomes,
                    .fields = Json::from_canonical(list_of(rule.fields))});
  }
  return rows;
}

/// Puts an access level with its rules into a database, past the policy.
void store_level(Backend& owner, SeededRandom& dice, Id<Organization> organization,
                 Id<AccessLevel> level, const std::vector<Rule>& rules) {
  Insert rows{&entity_info<AccessRule>(), {}};
  for (const auto& rule : rules) {
    for (const auto& row : rows_of(dice, rule, level))
      rows.rows.push_back(property::stored_row(row, organization, false));
  }
  const AccessLevel named{.id = level, .name = level.to_string()};
  const PolicyRevision revision{organization, property::random_uuid(dice)};
  owner.open({.organization = organization.value})->run([&](Transaction& transaction) {
    transaction.insert(
        {&entity_info<AccessLevel>(), {property::stored_row(named, organization, false)}});
    if (!rows.rows.empty()) transaction.insert(rows);
    transaction.insert({&entity_info<PolicyRevision>(), {values_of(revision)}});
  });
}

/// Holds PostgreSQL and the library on it against the oracle.
class Comparison {
 public:
  Comparison(RawSql& sql, Session& session, const PolicyOracle& oracle, const Principal& principal)
      : sql_{sql}, session_{session}, oracle_{oracle}, principal_{principal} {}

  template <class T>
  void check(const std::vector<Row<T>>& rows) {
    const std::string table{entity_info<T>().name};
    INFO(table);
    Ids readable;
    Ids visible;
    for (const auto& row : rows) {
      if (may(Action::read, row)) readable.insert(row.value.id.to_string());
      if (is_visible(row)) visible.insert(row.value.id.to_string());
    }
    CHECK(ids_from(sql_, "SELECT id FROM " + table) == visible);
    Ids listed;
    for (const auto& row : session_.list<T>()) listed.insert(row->id.to_string());
    CHECK(listed == readable);
    CHECK(session_.count<T>() == readable.size());
    check_changes(table, rows);
  }

 private:
  template <class T>
  bool may(Action action, const Row<T>& row) const {
    return oracle_.fields(action, row).has_value();
  }

  /// Rows of a random world are made now, so whoever may create them may find them too.
  template <class T>
  bool is_visible(const Row<T>& row) const {
    for (const auto action : {Action::read, Action::update, Action::remove, Action::create}) {
      if (may(action, row)) return true;
    }
    return is_own_active(row);
  }

  template <class T>
  static bool is_own_active(const Row<T>&) {
    return false;
  }

  /// The relationships that decide what is assigned to the doctor.
  bool is_own_active(const Row<CareRelationship>& row) const {
    const auto& r = row.value;
    return !row.is_deleted && principal_.doctor == r.doctor &&
           r.status == RelationshipStatus::active && r.valid_from &&
           *r.valid_from <= property::now && (!r.valid_to || *r.valid_to > property::now);
  }

  /// Rows that a change without an effect reaches; records are never changed.
  template <class T>
  void check_changes(const std::string& table, const std::vector<Row<T>>& rows) {
    Ids changeable;
    for (const auto& row : rows) {
      if (may(Action::update, row)) changeable.insert(row.value.id.to_string());
      if (may(Action::remove, row) && !may(Action::update, row)) return;  // would be refused
    }
    if (!entity_info<T>().amendment.current.empty()) return;
    CHECK(ids_from(sql_, "UPDATE " + table + " SET version = version RETURNING id") == changeable);
  }

  RawSql& sql_;
  Session& session_;
  const PolicyOracle& oracle_;
  const Principal& principal_;
};

/// One database, whose policies follow the seeds.
struct Worlds {
  PostgresDatabase database = PostgresServer::shared().create_database();
  std::shared_ptr<Backend> owner = postgres::open(database.owner_uri);
  std::shared_ptr<Backend> application = open_migrated(database, clinic_schema());
  RawSql sql{database.application_uri};
  std::uint64_t put_up = 0;

  void check(std::uint64_t seed) {
    const auto policy = policy_of(seed);
    if (std::exchange(put_up, 1 + seed / worlds_of_a_policy) != 1 + seed / worlds_of_a_policy)
      owner->renew_guards(full_schema(policy));
    SeededRandom dice{seed};
    const std::string slug = "world-" + std::to_string(seed);
    const auto home = property::random_organization(dice, organization_id_of(slug));
    const auto other = property::random_organization(dice, organization_id_of(slug + "-other"));
    property::store(*owner, home);
    property::store(*owner, other);
    check(seed, dice, policy, home, other);
  }

  void check(std::uint64_t seed, SeededRandom& dice, const Policy& policy,
             const Organizations& home, const Organizations& other) {
    auto principal = property::random_principal(dice, home, other);
    principal.organization = home.tables.organization;
    const Id<AccessLevel> level{property::random_uuid(dice)};
    const auto staff_rules = random_staff_rules(dice);
    store_level(*owner, dice, home.tables.organization, level, staff_rules);
    auto rules = policy.rules();
    if (one_in(dice, 2)) {
      principal.roles.add(Role::staff);
      principal.access_level = level;
      rules.insert(rules.end(), staff_rules.begin(), staff_rules.end());
    }
    INFO("SALUS_SEED=" << seed << "\n" << Policy{rules}.to_string());
    const Clinic clinic{application,
                        {.organization = "world-" + std::to_string(seed),
                         .policy = policy,
                         .environment = {.clock = [] { return property::now; },
                                         .random = system_environment().random},
                         .row_security = RowSecurityProfile::full,
                         .journal = {.reads = JournalReads::off}}};
    Session session = clinic.act_as(principal);
    const PolicyOracle oracle{rules, principal, home.tables, property::now};
    begin_as(sql, principal, property::now);
    Comparison comparison{sql, session, oracle, principal};
    comparison.check(home.tables.patients);
    comparison.check(home.tables.relationships);
    comparison.check(home.tables.appointments);
    comparison.check(home.tables.records);
    sql("ROLLBACK");
  }
};

}  // namespace

TEST_CASE("in random worlds PostgreSQL alone shows and changes the rows that the oracle allows") {
  const auto first = number_from("SALUS_SEED", std::random_device{}());
  const auto count = number_from("SALUS_WORLDS_RLS", 200);
  WARN(count << " worlds from SALUS_SEED=" << first);
  Worlds worlds;
  for (std::uint64_t seed = first; seed < first + count; ++seed) worlds.check(seed);
}

}  // namespace salus::postgres_test

// Access levels and rules as rows, the same on every adapter.

#include <functional>
#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "salus/testing/error_of.hpp"

#include "support/every_adapter.hpp"

using namespace salus;
using salus::testing::code_of;
using salus::testing::error_of;
using test::noon;
using test::SmallClinic;

namespace {

void on_every_adapter(const std::function<void(SmallClinic&)>& check) {
  test::on_every_adapter(domain_catalog(), default_policy(), check);
}

Json names(std::string list) { return Json::from_canonical(std::move(list)); }

AccessRule rule_about(std::string entity, Id<AccessLevel> level) {
  return {.access_level = level,
          .name = "reception reads " + entity,
          .entity = std::move(entity),
          .scope = Scope::organization,
          .fields = names(R"(["name","phone_number"])")};
}

/// Mira is at the reception; what she may do is what the level "reception" says.
struct Reception {
  explicit Reception(const SmallClinic& world) : root{world.as_root()} {
    level = root.create(AccessLevel{.name = "reception"})->id;
    User mira{.email = "mira@example.org", .name = "Mira", .is_admin_staff = true};
    mira.access_level = level;
    account = root.create(mira)->id;
  }

  Session root;
  Id<AccessLevel> level;
  Id<User> account;
};

std::set<std::string> paths_of(const Error& error) {
  std::set<std::string> paths;
  for (const auto& issue : error.issues()) paths.insert(issue.path);
  return paths;
}

}  // namespace

TEST_CASE("staff may do what the rules of their access level say, and nothing by being staff") {
  on_every_adapter([](SmallClinic& world) {
    Reception reception{world};
    auto mira = world.clinic.act_as("mira@example.org");
    CHECK(mira.list<Patient>().empty());
    CHECK(mira.list<User>().size() == 1);

    reception.root.create(rule_about("patient", reception.level));
    const auto patients = mira.list<Patient>();
    REQUIRE(patients.size() == 4);
    CHECK(patients.front().shows<&Patient::phone_number>());
    CHECK_FALSE(patients.front().shows<&Patient::birth_date>());
    CHECK(mira.can<Action::read>(world.ben).explain() ==
          "Allowed by the rule \"reception reads patient\".");
  });
}

TEST_CASE("a changed access rule takes effect on the next call, in another process too") {
  on_every_adapter([](SmallClinic& world) {
    Reception reception{world};
    const Clinic other{
        world.backend,
        {.environment = world.world->environment(), .row_security = world.row_security}};
    auto mira = other.act_as("mira@example.org");
    CHECK(mira.count<Patient>() == 0);

    const auto rule = reception.root.create(rule_about("patient", reception.level));
    CHECK(mira.count<Patient>() == 4);
    mira.run_in_transaction([&mira] { CHECK(mira.count<Patient>() == 4); });

    const auto narrowed = reception.root.update(rule, set(f<&AccessRule::scope>, Scope::none));
    CHECK(mira.count<Patient>() == 0);
    reception.root.update(narrowed, set(f<&AccessRule::scope>, Scope::organization));
    CHECK(mira.count<Patient>() == 4);
    reception.root.remove(reception.root.get(rule->id).value());
    CHECK(mira.count<Patient>() == 0);
  });
}

TEST_CASE("a forbid among access rules wins over every permit") {
  on_every_adapter([](SmallClinic& world) {
    Reception reception{world};
    reception.root.create(rule_about("patient", reception.level));
    auto forbid = rule_about("patient", reception.level);
    forbid.name = "not the telephone";
    forbid.effect = Effect::forbid;
    forbid.fields = names(R"(["phone_number"])");
    reception.root.create(forbid);
    auto mira = world.clinic.act_as("mira@example.org");
    CHECK_FALSE(mira.list<Patient>().front().shows<&Patient::phone_number>());
    CHECK(code_of([&] { mira.count<Patient>(where(is_null(f<&Patient::phone_number>))); }) ==
          ErrorCode::forbidden);

    forbid.name = "no patients at all";
    forbid.fields = Json::empty_list();
    reception.root.create(forbid);
    CHECK(mira.list<Patient>().empty());
  });
}

TEST_CASE(
    "who loses the access level, or whose level is removed, loses its rules on the next call") {
  on_every_adapter([](SmallClinic& world) {
    Reception reception{world};
    reception.root.create(rule_about("patient", reception.level));
    auto mira = world.clinic.act_as("mira@example.org");
    auto again = world.clinic.act_as("mira@example.org");
    REQUIRE(mira.count<Patient>() == 4);

    const auto account = reception.root.get(reception.account).value();
    const std::optional<Id<AccessLevel>> none;
    reception.root.update(account, set(f<&User::access_level>, none));
    CHECK(mira.count<Patient>() == 0);
    CHECK(mira.count<User>() == 1);

    reception.root.update(reception.root.get(reception.account).value(),
                          set(f<&User::access_level>, std::optional{reception.level}));
    auto back = world.clinic.act_as("mira@example.org");
    REQUIRE(back.count<Patient>() == 4);
    reception.root.remove(reception.root.get(reception.level).value());
    CHECK(back.count<Patient>() == 0);
    CHECK(again.count<Patient>() == 0);
  });
}

TEST_CASE("an access rule that cannot be expressed is refused when it is saved, at its fields") {
  on_every_adapter([](SmallClinic& world) {
    Reception reception{world};
    const auto refused = [&](AccessRule rule) {
      return paths_of(error_of([&] { reception.root.create(rule); }));
    };
    auto rule = rule_about("patients of mine", reception.level);
    CHECK(refused(rule) == std::set<std::string>{"entity"});
    rule = rule_about("patient", reception.level);
    rule.scope = Scope::own;
    rule.condition = Condition::upcoming;
    rule.fields = names(R"(["name","shoe_size"])");
    CHECK(refused(rule) == std::set<std::string>{"condition", "fields", "scope"});
    rule = rule_about("user", reception.level);
    rule.fields = names(R"(["password_hash"])");
    CHECK(refused(rule) == std::set<std::string>{"fields"});
    rule.fields = names(R"({"name":true})");
    CHECK(refused(rule) == std::set<std::string>{"fields"});
    CHECK(reception.root.count<AccessRule>() == 0);
  });
}

TEST_CASE("an access level cannot be given the power to change who may do what") {
  on_every_adapter([](SmallClinic& world) {
    Reception reception{world};
    const auto refused = [&](std::string entity, Action action, std::string fields) {
      auto rule = rule_about(std::move(entity), reception.level);
      rule.action = action;
      rule.fields = names(std::move(fields));
      return code_of([&] { reception.root.create(rule); }) == ErrorCode::invalid_input;
    };
    CHECK(refused("access_rule", Action::update, R"(["name"])"));
    CHECK(refused("access_level", Action::create, R"(["name"])"));
    CHECK(refused("organization", Action::update, R"(["name"])"));
    CHECK(refused("user", Action::update, R"(["*"])"));
    CHECK(refused("user", Action::update, R"(["access_level","name"])"));
    CHECK(refused("doctor", Action::update, R"(["user"])"));
    CHECK(refused("patient", Action::create, R"(["*"])"));
    CHECK(reception.root.count<AccessRule>() == 0);
  });
}

TEST_CASE("an access level is given nothing of the library's own tables but the journal to read") {
  on_every_adapter([](SmallClinic& world) {
    Reception reception{world};
    const auto give = [&](std::string_view entity, Action action) {
      auto rule = rule_about(std::string{entity}, reception.level);
      rule.action = action;
      rule.fields = names(R"(["*"])");
      reception.root.create(rule);
    };
    for (const auto& entry : world.clinic.catalog().entries()) {
      const auto& entity = *entry.entity;
      if (!entity.collection.empty()) continue;
      CAPTURE(entity.name);
      for (const auto action : {Action::read, Action::create, Action::update, Action::remove}) {
        const bool is_journal = entity.name == "journal_entry" || entity.name == "patient_access";
        if (is_journal && action == Action::read) continue;
        CHECK(paths_of(error_of([&] { give(entity.name, action); })).contains("entity"));
      }
    }
    give("journal_entry", Action::read);
    give("patient_access", Action::read);
    CHECK(reception.root.count<AccessRule>() == 2);
  });
}

TEST_CASE("only an administrator may touch access levels and rules") {
  on_every_adapter([](SmallClinic& world) {
    Reception reception{world};
    const auto rule = rule_about("patient", reception.level);
    auto ada = world.as_ada();
    auto mira = world.clinic.act_as("mira@example.org");
    CHECK(code_of([&] { ada.create(rule); }) == ErrorCode::forbidden);
    CHECK(code_of([&] { mira.create(rule); }) == ErrorCode::forbidden);
    CHECK(ada.list<AccessLevel>().empty());
    CHECK(mira.list<AccessRule>().empty());
  });
}

TEST_CASE("many decisions are asked at once, and agree with each one alone") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    const Id<Patient> nobody{Uuid::parse("01900000-0000-7000-8000-000000000000").value()};
    const std::vector<Uuid> ids{
        world.dara.value, world.amara.value, nobody.value, world.ben.value, world.amara.value};
    const auto decisions = ada.can(Action::read, entity_info<Patient>(), ids);
    REQUIRE(decisions.size() == ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto alone = ada.can(Action::read, entity_info<Patient>(), ids[i]);
      CHECK(decisions[i].allowed() == alone.allowed());
      CHECK(decisions[i].explain() == alone.explain());
    }
    CHECK_FALSE(decisions[0].allowed());
    CHECK(decisions[1].allowed());
    CHECK_FALSE(decisions[2].allowed());
    CHECK(ada.can(Action::read, entity_info<Patient>(), std::span<const Uuid>{}).empty());
  });
}

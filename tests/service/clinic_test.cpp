#include <catch2/catch_test_macros.hpp>

#include "support/small_clinic.hpp"

using namespace salus;
using namespace salus::test;

namespace {

std::string refusal(const Clinic& clinic, std::string_view email, std::string_view secret) {
  try {
    clinic.log_in(email, Secret{std::string{secret}});
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::unauthenticated);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("the right password logs in, whatever the case of the email") {
  const SmallClinic world;
  CHECK(world.clinic.log_in("Root@Example.ORG", Secret{std::string{password}})
            .principal()
            .roles.contains(Role::administrator));
}

TEST_CASE("unknown, wrong and inactive accounts are refused with one text") {
  const SmallClinic world;
  auto root = world.as_root();
  world.clinic.set_password("ada@example.org", Secret{std::string{password}});
  const auto account = world.as_ada().principal().user.value();
  root.update(root.get(account).value(), set(f<&User::is_active>, false));
  const std::string text = "No active account found with the given credentials";
  CHECK(refusal(world.clinic, "nobody@example.org", password) == text);
  CHECK(refusal(world.clinic, "root@example.org", "wrong") == text);
  CHECK(refusal(world.clinic, "ada@example.org", password) == text);
}

TEST_CASE("installing again changes nothing") {
  const auto backend = memory::open();
  const SmallClinic world{backend};
  const auto entries = world.as_root().count<JournalEntry>();
  Clinic::install(backend,
                  {.organization_name = "Other", .administrator_email = "second@example.org"},
                  Secret{std::string{password}},
                  {.environment = world.world->environment()});
  CHECK(world.as_root().count<User>() == 4);
  CHECK(world.as_root().count<JournalEntry>() == entries);
}

TEST_CASE("a database without tables is refused with what to do about it") {
  try {
    Clinic{memory::open()};
    FAIL("an empty database was opened");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::schema_mismatch);
    CHECK(std::string{error.what()}.find("salus init") != std::string::npos);
  }
}

TEST_CASE("two organizations in one database see nothing of each other") {
  const auto backend = memory::open();
  const SmallClinic first{backend};
  World world;
  const auto second = Clinic::install(
      backend,
      {.organization_name = "Hill Clinic", .administrator_email = "root@example.org"},
      Secret{std::string{password}},
      {.organization = "hill", .environment = world.environment()});
  auto root = second.act_as("root@example.org");
  CHECK(root.count<Patient>() == 0);
  CHECK(root.count<User>() == 1);
  CHECK_FALSE(root.get(first.amara));
}

TEST_CASE("a rule about an entity that cannot express its scope is refused when it is loaded") {
  const auto policy = default_policy().with({.name = "nonsense",
                                             .role = Role::doctor,
                                             .actions = {Action::read},
                                             .entity = "organization",
                                             .scope = Scope::assigned});
  CHECK_THROWS_AS((SmallClinic{memory::open(), domain_catalog(), policy}), Error);
}

TEST_CASE("no rule can show a password hash to a person") {
  const auto policy = default_policy().with({.name = "leak",
                                             .role = Role::administrator,
                                             .actions = {Action::read},
                                             .entity = "user",
                                             .scope = Scope::organization,
                                             .fields = only({"password_hash"})});
  CHECK_THROWS_AS((SmallClinic{memory::open(), domain_catalog(), policy}), Error);
  const SmallClinic world;
  for (const auto& user : world.as_root().list<User>()) {
    CHECK_FALSE(user.shows<&User::password_hash>());
    CHECK(user->password_hash.empty());
  }
}

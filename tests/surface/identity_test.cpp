// Accounts, log-ins and their tokens, on every adapter. The examples of docs/identity.md are from here.

#include "salus/service/identity.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "salus/testing/error_of.hpp"

#include "support/every_adapter.hpp"

using namespace salus;
using namespace salus::test;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

void on_every_adapter(const std::function<void(SmallClinic&)>& check) {
  test::on_every_adapter(domain_catalog(), default_policy(), check);
}

const Secret right{std::string{password}};
const Secret wrong{"a wrong password"};

constexpr const char* root_email = "root@example.org";

/// Another process, as far as anybody can tell: the same database, nothing else in common.
Clinic second_clinic(const SmallClinic& world, IdentityOptions identity = {}) {
  Environment environment = system_environment();
  environment.clock = [clock = world.world] { return clock->now; };
  return Clinic{
      world.backend,
      {.environment = environment, .row_security = world.row_security, .identity = identity}};
}

/// What a call is refused with; empty if it is not.
std::string refusal_of(const std::function<void()>& call) {
  try {
    call();
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

std::string session_refusal(const Clinic& clinic, const std::string& token) {
  return refusal_of([&] { clinic.session(token); });
}

std::string refresh_refusal(const Clinic& clinic, const std::string& token) {
  return refusal_of([&] { Identity{clinic}.refresh(token); });
}

TokenPair log_in_root(const Clinic& clinic) {
  return Identity{clinic}.log_in({.email = root_email, .password = right}).tokens;
}

}  // namespace

TEST_CASE("a log-in lives on in its tokens, in another process too") {
  on_every_adapter([](SmallClinic& world) {
    const auto [session, tokens] =
        Identity{world.clinic}.log_in({.email = "Root@Example.ORG", .password = right});
    CHECK(session.principal().roles.contains(Role::administrator));
    const auto again = second_clinic(world).session(tokens.access);
    CHECK(again.principal().user == session.principal().user);
    CHECK(again.principal().roles == session.principal().roles);
    CHECK(again.principal().session == session.principal().session);
    CHECK(session_refusal(world.clinic, tokens.refresh) == "Token has wrong type");
  });
}

TEST_CASE("a log-in says when it was") {
  on_every_adapter([](SmallClinic& world) {
    log_in_root(world.clinic);
    auto root = world.as_root();
    const auto account = root.list<User>(where(f<&User::email> == root_email)).front();
    CHECK(account->last_login == world.world->now);
    CHECK(account.version() == 1);
  });
}

TEST_CASE("a refreshed log-in goes on, and its old refresh token is dead") {
  on_every_adapter([](SmallClinic& world) {
    const auto first = log_in_root(world.clinic);
    CHECK_NOTHROW(world.clinic.session(first.access));  // it is known to be genuine from now on
    world.world->now += minutes{6};
    CHECK(session_refusal(world.clinic, first.access) == "Token is expired");
    const auto second = Identity{world.clinic}.refresh(first.refresh);
    CHECK_NOTHROW(world.clinic.session(second.access));
    CHECK(refresh_refusal(world.clinic, second.access) == "Token has wrong type");
    const auto third = Identity{second_clinic(world)}.refresh(second.refresh);
    CHECK_NOTHROW(world.clinic.session(third.access));
  });
}

TEST_CASE("who uses a refresh token twice ends the whole log-in, and no other") {
  on_every_adapter([](SmallClinic& world) {
    const auto other = log_in_root(world.clinic);
    const auto first = log_in_root(world.clinic);
    const auto second = Identity{world.clinic}.refresh(first.refresh);
    CHECK(refresh_refusal(second_clinic(world), first.refresh) == "Token is blacklisted");
    CHECK(refresh_refusal(world.clinic, second.refresh) == "Token is blacklisted");
    CHECK(session_refusal(world.clinic, second.access) == "Token is invalid");
    CHECK_NOTHROW(world.clinic.session(other.access));
    CHECK_NOTHROW(Identity{world.clinic}.refresh(other.refresh));
  });
}

TEST_CASE("after a log-out every token of that log-in is dead, in every process") {
  on_every_adapter([](SmallClinic& world) {
    const auto second = second_clinic(world);
    const auto tokens = log_in_root(world.clinic);
    CHECK_NOTHROW(second.session(tokens.access));
    Identity{world.clinic}.log_out(tokens.refresh);
    CHECK(session_refusal(second, tokens.access) == "Token is invalid");
    CHECK(refresh_refusal(second, tokens.refresh) == "Token is blacklisted");
    CHECK(refusal_of([&] { Identity{second}.log_out(tokens.refresh); }) == "Token is blacklisted");
  });
}

TEST_CASE("logging out everywhere takes effect with the next call in every process") {
  on_every_adapter([](SmallClinic& world) {
    const auto second = second_clinic(world);
    const auto here = log_in_root(world.clinic);
    const auto there = log_in_root(second);
    auto root = world.as_root();
    Identity{world.clinic}.log_out_everywhere(root, *root.principal().user);
    for (const auto* clinic : std::array<const Clinic*, 2>{&world.clinic, &second}) {
      CHECK(session_refusal(*clinic, here.access) == "Token is invalid");
      CHECK(session_refusal(*clinic, there.access) == "Token is invalid");
      CHECK(refresh_refusal(*clinic, there.refresh) == "Token is blacklisted");
    }
    CHECK_NOTHROW(second.session(log_in_root(world.clinic).access));
  });
}

TEST_CASE("only its owner and an administrator log an account out everywhere") {
  on_every_adapter([](SmallClinic& world) {
    auto amara = world.as_amara();
    auto root = world.as_root();
    const Identity identity{world.clinic};
    const auto own = *amara.principal().user;
    CHECK(refusal_of([&] { identity.log_out_everywhere(amara, *root.principal().user); }) ==
          "No User matches the given query.");
    CHECK_NOTHROW(identity.log_out_everywhere(amara, own));
    CHECK_NOTHROW(identity.log_out_everywhere(root, own));
  });
}

TEST_CASE("a new password ends the log-ins of the old one") {
  on_every_adapter([](SmallClinic& world) {
    const auto tokens = log_in_root(world.clinic);
    world.clinic.set_password(root_email, Secret{"another good password"});
    CHECK(session_refusal(world.clinic, tokens.access) == "Token is invalid");
    CHECK(refusal_of([&] { log_in_root(world.clinic); }) == refusal::bad_credentials);
  });
}

TEST_CASE("an administrator gives an account its password, which ends its log-ins") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    const Identity identity{world.clinic};
    Patch account{entity_info<User>()};
    account.set(field_info<&User::email>(), std::string{"nurse@example.org"});
    account.set(field_info<&User::name>(), std::string{"Nina Nurse"});
    const auto made = identity.create_account(root, account, right);
    CHECK(made.facts.version == 1);
    const auto log_in = [&](const Secret& tried) {
      return identity.log_in({.email = "nurse@example.org", .password = tried}).tokens.access;
    };
    const auto token = log_in(right);

    Patch change{entity_info<User>()};
    change.set(field_info<&User::name>(), std::string{"Nina Matron"});
    const Id<User> nurse{made.id()};
    const auto changed =
        identity.update_account(root, nurse, std::nullopt, change, Secret{"another good password"});
    CHECK(changed.facts.version == 2);
    CHECK(changed[field_info<&User::name>()] == Value{std::string{"Nina Matron"}});
    CHECK(session_refusal(world.clinic, token) == "Token is invalid");
    CHECK(refusal_of([&] { log_in(right); }) == refusal::bad_credentials);
    CHECK_NOTHROW(log_in(Secret{"another good password"}));
    CHECK(refusal_of([&] {
            identity.update_account(root, nurse, 1, change, Secret{"one more good password"});
          }) == "The row has changed since it was read; read it again.");
    CHECK(testing::code_of([&] {
            identity.update_account(root, nurse, std::nullopt, change, Secret{"nina matron"});
          }) == ErrorCode::invalid_input);
    CHECK_NOTHROW(log_in(Secret{"another good password"}));
  });
}

TEST_CASE("nobody but administrators gives passwords, not even whoever may change accounts") {
  on_every_adapter([](SmallClinic& world) {
    auto amara = world.as_amara();
    auto root = world.as_root();
    const Identity identity{world.clinic};
    const Patch nothing{entity_info<User>()};
    const Secret other{"another good password"};
    CHECK(refusal_of([&] {
            identity.update_account(amara, *amara.principal().user, std::nullopt, nothing, other);
          }) == "You may not set this user's password.");
    CHECK(refusal_of([&] {
            identity.update_account(amara, *root.principal().user, std::nullopt, nothing, other);
          }) == "No User matches the given query.");
    Patch account{entity_info<User>()};
    account.set(field_info<&User::email>(), std::string{"nurse@example.org"});
    account.set(field_info<&User::name>(), std::string{"Nina Nurse"});
    CHECK(testing::code_of([&] { identity.create_account(amara, account, right); }) ==
          ErrorCode::forbidden);

    const auto level = root.create(AccessLevel{.name = "Accounts"});
    for (const auto action : {Action::read, Action::create, Action::update}) {
      root.create(AccessRule{.access_level = level->id,
                             .name = "accounts " + std::string{to_name(action)},
                             .action = action,
                             .entity = "user",
                             .scope = Scope::organization,
                             .fields = Json::from_canonical(R"(["email","name"])")});
    }
    add_user(root, "desk@example.org", {.access_level = level->id});
    auto desk = world.clinic.act_as("desk@example.org");
    CHECK_NOTHROW(desk.create(account));
    CHECK(testing::code_of([&] {
            account.set(field_info<&User::email>(), std::string{"other@example.org"});
            identity.create_account(desk, account, right);
          }) == ErrorCode::forbidden);
    CHECK(refusal_of([&] {
            identity.update_account(desk, *root.principal().user, std::nullopt, nothing, other);
          }) == "You may not set this user's password.");
    CHECK_NOTHROW(log_in_root(world.clinic));
  });
}

TEST_CASE("an account that is closed is out with the next call") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    world.clinic.set_password("ada@example.org", right);
    const auto tokens =
        Identity{world.clinic}.log_in({.email = "ada@example.org", .password = right}).tokens;
    const auto ada = root.list<User>(where(f<&User::email> == "ada@example.org")).front();
    root.update(ada, set(f<&User::is_active>, false));
    CHECK(session_refusal(world.clinic, tokens.access) == refusal::inactive_user);
    CHECK(refresh_refusal(world.clinic, tokens.refresh) == refusal::no_account);
  });
}

TEST_CASE("of many who refresh one token at once exactly one wins, and the log-in is over") {
  on_every_adapter([](SmallClinic& world) {
    const auto tokens = log_in_root(world.clinic);
    constexpr std::size_t count = 8;
    std::vector<Clinic> clinics;
    for (std::size_t i = 0; i < count; ++i) clinics.push_back(second_clinic(world));
    std::array<std::string, count> answers;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i) {
      threads.emplace_back([&, i] { answers[i] = refresh_refusal(clinics[i], tokens.refresh); });
    }
    for (auto& thread : threads) thread.join();
    std::size_t winners = 0;
    for (const auto& answer : answers) {
      CHECK((answer.empty() || answer == "Token is blacklisted"));
      if (answer.empty()) ++winners;
    }
    CHECK(winners == 1);
    CHECK(session_refusal(world.clinic, tokens.access) == "Token is invalid");
  });
}

TEST_CASE("a new key signs at once, and the old one verifies until its tokens are dead") {
  on_every_adapter([](SmallClinic& world) {
    const auto second = second_clinic(world);
    const auto old = log_in_root(second);
    Identity{world.clinic}.rotate_keys();
    const auto fresh = log_in_root(world.clinic);
    world.world->now += seconds{2};
    CHECK_NOTHROW(second.session(fresh.access));
    CHECK_NOTHROW(world.clinic.session(old.access));
    world.world->now += hours{23};
    auto last = Identity{second}.refresh(old.refresh);
    world.world->now += hours{2};  // now the old key is gone, and what it signed, too
    CHECK_NOTHROW(Identity{world.clinic}.refresh(last.refresh));
    CHECK(refresh_refusal(world.clinic, old.refresh) == "Token is invalid");
  });
}

TEST_CASE("an organization can go over to Ed25519 while people are logged in") {
  on_every_adapter([](SmallClinic& world) {
    const auto before = log_in_root(world.clinic);
    const auto second = second_clinic(world, {.token_algorithm = TokenAlgorithm::ed25519});
    Identity{second}.rotate_keys();
    const auto after = log_in_root(second);
    world.world->now += seconds{2};
    CHECK(after.access.substr(0, after.access.find('.')) !=
          before.access.substr(0, before.access.find('.')));
    CHECK_NOTHROW(second.session(before.access));
    CHECK_NOTHROW(world.clinic.session(after.access));
  });
}

TEST_CASE("who guesses waits longer and longer, in every process") {
  on_every_adapter([](SmallClinic& world) {
    const auto second = second_clinic(world);
    const auto guess = [](const Clinic& clinic) {
      return refusal_of([&] { clinic.log_in("Root@example.org", wrong); });
    };
    for (int i = 0; i < 5; ++i) CHECK(guess(world.clinic) == refusal::bad_credentials);
    CHECK(guess(second) == refusal::bad_credentials);
    CHECK(guess(world.clinic) == "Request was throttled. Expected available in 1 second.");
    CHECK(refusal_of([&] { log_in_root(second); }) ==
          "Request was throttled. Expected available in 1 second.");
    world.world->now += seconds{1};
    CHECK(guess(world.clinic) == refusal::bad_credentials);
    CHECK(guess(second) == "Request was throttled. Expected available in 2 seconds.");
    world.world->now += seconds{2};
    CHECK_NOTHROW(log_in_root(world.clinic));
    CHECK(guess(world.clinic) == refusal::bad_credentials);  // forgiven: it starts anew
  });
}

TEST_CASE("an unknown account is throttled as a known one") {
  on_every_adapter([](SmallClinic& world) {
    const auto guess = [&] {
      return refusal_of([&] { world.clinic.log_in("nobody@example.org", wrong); });
    };
    for (int i = 0; i < 6; ++i) CHECK(guess() == refusal::bad_credentials);
    CHECK(guess() == "Request was throttled. Expected available in 1 second.");
  });
}

TEST_CASE("who tries one password on many accounts is throttled by address, and nobody else") {
  on_every_adapter([](SmallClinic& world) {
    const auto clinic =
        second_clinic(world, {.password_cost = {1, 8192}, .per_address = {.free_failures = 3}});
    const auto guess = [&clinic](int number, std::string_view address) {
      return refusal_of(
          [&] { clinic.log_in("u" + std::to_string(number) + "@example.org", wrong, address); });
    };
    for (int i = 0; i < 4; ++i) CHECK(guess(i, "2001:db8::1") == refusal::bad_credentials);
    CHECK(guess(5, "2001:db8::2") == "Request was throttled. Expected available in 1 second.");
    CHECK(guess(6, "2001:db8:0:1::1") == refusal::bad_credentials);
    CHECK(guess(7, "192.0.2.1") == refusal::bad_credentials);
    CHECK(guess(8, "") == refusal::bad_credentials);
  });
}

TEST_CASE("guesses at once are no more than guesses one after the other") {
  on_every_adapter([](SmallClinic& world) {
    const auto clinic = second_clinic(world, {.password_cost = {1, 8192}});
    std::atomic<int> looked_at = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i) {
      threads.emplace_back([&] {
        const auto text = refusal_of([&] { clinic.log_in(root_email, wrong); });
        if (text == refusal::bad_credentials) ++looked_at;
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(looked_at == 6);
  });
}

TEST_CASE("what is forgotten leaves no rows behind") {
  on_every_adapter([](SmallClinic& world) {
    auto rows = world.clinic.act_as_system(Role::authenticator);
    refusal_of([&] { world.clinic.log_in("nobody@example.org", wrong, "192.0.2.1"); });
    log_in_root(world.clinic);
    CHECK(rows.count<Throttle>() == 2);
    CHECK(rows.count<TokenFamily>() == 1);
    world.world->now += hours{25};
    refusal_of([&] { world.clinic.log_in("somebody@example.org", wrong); });
    log_in_root(world.clinic);
    CHECK(rows.count<Throttle>() == 1);
    CHECK(rows.count<TokenFamily>() == 1);
  });
}

TEST_CASE("neither tokens nor guessed emails stand in the database") {
  on_every_adapter([](SmallClinic& world) {
    const auto tokens = log_in_root(world.clinic);
    refusal_of([&] { world.clinic.log_in("nobody@example.org", wrong, "192.0.2.1"); });
    auto rows = world.clinic.act_as_system(Role::authenticator);
    for (const auto& family : rows.list<TokenFamily>()) {
      CHECK(family->token_hash.size() == 64);
      CHECK(tokens.refresh.find(family->token_hash) == std::string::npos);
    }
    for (const auto& throttle : rows.list<Throttle>()) CHECK(throttle->subject.size() == 64);
  });
}

TEST_CASE("a registration makes an account, and what it asks for waits for an administrator") {
  on_every_adapter([](SmallClinic& world) {
    Registration registration{.email = "dora@example.org",
                              .name = "Dora",
                              .password = Secret{"S3cure-pass-77"},
                              .is_doctor = true,
                              .is_admin_staff = true};
    const auto [session, tokens] = Identity{world.clinic}.register_account(registration);
    CHECK(session.principal().roles == RoleSet{Role::user});

    auto root = world.as_root();
    const auto pending = root.list<User>(where(f<&User::requested_doctor> == true));
    REQUIRE(pending.size() == 1);
    CHECK_FALSE(pending.front()->is_doctor);
    CHECK_FALSE(pending.front()->is_admin_staff);
    root.update(pending.front(), set(f<&User::is_doctor>, true));
    CHECK(world.clinic.session(tokens.access).principal().roles ==
          RoleSet{Role::user, Role::doctor});
  });
}

TEST_CASE("nobody approves their own request") {
  on_every_adapter([](SmallClinic& world) {
    auto [session, tokens] =
        Identity{world.clinic}.register_account({.email = "dora@example.org",
                                                 .name = "Dora",
                                                 .password = Secret{"S3cure-pass-77"},
                                                 .is_admin_staff = true});
    const auto own = session.get(*session.principal().user).value();
    CHECK_THROWS_AS(session.update(own, set(f<&User::is_admin_staff>, true)), Error);
    CHECK_THROWS_AS(session.update(own, set(f<&User::is_doctor>, true)), Error);
    auto registrar = world.clinic.act_as_system(Role::registrar);
    User administrator;
    administrator.email = "eve@example.org";
    administrator.name = "Eve";
    administrator.is_admin_staff = true;
    CHECK_THROWS_AS(registrar.create(administrator), Error);
  });
}

TEST_CASE("everything that is wrong with a registration is told at once") {
  on_every_adapter([](SmallClinic& world) {
    const auto issues_of = [&world](const Registration& registration) {
      try {
        Identity{world.clinic}.register_account(registration);
      } catch (const Error& error) {
        return error.issues().summary();
      }
      return std::string{};
    };
    CHECK(issues_of({.email = "x", .name = "", .password = Secret{"12345"}}) ==
          "email: Enter a valid email address.; name: This field may not be blank.; "
          "password: This password is too short. It must contain at least 8 characters.; "
          "password: This password is too common.; password: This password is entirely numeric.");
    CHECK(issues_of({.email = "ROOT@example.org", .name = "R", .password = Secret{"S3cure-77x"}}) ==
          "email: user with this email already exists.");
  });
}

TEST_CASE("who tries to be an administrator of another organization is nobody there") {
  on_every_adapter([](SmallClinic& world) {
    const auto tokens = log_in_root(world.clinic);
    if (world.row_security != RowSecurityProfile::wall) return;
    const auto hill =
        Clinic::install(world.backend,
                        {.organization_name = "Hill", .administrator_email = root_email},
                        right,
                        {.organization = "hill", .environment = world.world->environment()});
    CHECK(session_refusal(hill, tokens.access) == "Token is invalid");
  });
}

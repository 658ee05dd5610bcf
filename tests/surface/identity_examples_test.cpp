// The examples of docs/identity.md.

#include <catch2/catch_test_macros.hpp>

#include "salus/service/identity.hpp"

#include "support/small_clinic.hpp"

using namespace salus;

namespace {

TokenPair log_in(const Clinic& clinic, const std::string& email, const Secret& password,
                 const std::string& client_address) {
  const Identity identity{clinic};
  auto [session, tokens] =
      identity.log_in({.email = email, .password = password, .address = client_address});
  return tokens;  // the session may be used at once
}

std::uint64_t answer_request(const Clinic& clinic, const std::string& access_token) {
  auto session = clinic.session(access_token);  // throws `unauthenticated`
  return session.count<Patient>();
}

TokenPair after_their_own_log_in(const Clinic& clinic, const std::string& verified_email) {
  return Identity{clinic}.issue_tokens(clinic.act_as(verified_email));
}

ClinicOptions stricter_options() {
  return {.identity = {.password_cost = {.passes = 3, .memory_bytes = 64U << 20U},
                       .token_lifetimes = {.access = std::chrono::minutes{2},
                                           .refresh = std::chrono::hours{8}},
                       .token_algorithm = TokenAlgorithm::ed25519,
                       .per_account = {.free_failures = 3}}};
}

void grant_pending_doctors(Session& administrator) {
  for (const auto& account : administrator.list<User>(
           where(f<&User::requested_doctor> == true && f<&User::is_doctor> == false)))
    administrator.update(account, set(f<&User::is_doctor>, true));
}

}  // namespace

TEST_CASE("the examples about log-ins do what the page says") {
  const test::SmallClinic world;
  const Secret password{std::string{test::password}};
  const auto tokens = log_in(world.clinic, "root@example.org", password, "192.0.2.1");
  CHECK(answer_request(world.clinic, tokens.access) == 4);
  CHECK(answer_request(world.clinic,
                       after_their_own_log_in(world.clinic, "ada@example.org").access) == 2);
}

TEST_CASE("the example about options makes a clinic that keeps them") {
  const test::SmallClinic world;
  auto options = stricter_options();
  options.environment = world.world->environment();
  const Clinic clinic{world.backend, options};
  const auto tokens = after_their_own_log_in(clinic, "ada@example.org");
  world.world->now += std::chrono::minutes{2};
  CHECK_THROWS_AS(clinic.session(tokens.access), Error);
}

TEST_CASE("the example about requests grants what was asked for") {
  const test::SmallClinic world;
  Identity{world.clinic}.register_account({.email = "dora@example.org",
                                           .name = "Dora",
                                           .password = Secret{"S3cure-pass-77"},
                                           .is_doctor = true});
  auto root = world.as_root();
  grant_pending_doctors(root);
  CHECK(world.clinic.act_as("dora@example.org").principal().roles.contains(Role::doctor));
}

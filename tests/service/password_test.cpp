#include "service/password.hpp"

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "salus/service/identity.hpp"
#include "salus/service/password_rules.hpp"

#include "codec/shared_data.hpp"
#include "support/small_clinic.hpp"

using namespace salus;
using namespace salus::test;

namespace {

constexpr PasswordCost cheap{.passes = 1, .memory_bytes = 8192};

Secret secret(std::string_view text) { return Secret{std::string{text}}; }

std::string complaints(std::string_view password, const PasswordOwner& owner = {}) {
  Issues issues;
  check_password(secret(password), owner, issues);
  return issues.summary();
}

std::string stored_hash(const Clinic& clinic, std::string_view email) {
  auto directory = clinic.act_as_system(Role::authenticator);
  return directory.list<User>(where(equals_ignoring_case(f<&User::email>, email)))
      .front()
      ->password_hash;
}

void store_hash(const Clinic& clinic, std::string_view email, const std::string& hash) {
  auto installer = clinic.act_as_system(Role::installer);
  const auto account =
      installer.list<User>(where(equals_ignoring_case(f<&User::email>, email))).front();
  installer.update(account, set(f<&User::password_hash>, hash));
}

}  // namespace

TEST_CASE("a hash is Argon2id, salted, and matches its password alone") {
  const auto hash = hash_password(secret("a password"), cheap);
  CHECK(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
  CHECK(hash != hash_password(secret("a password"), cheap));
  CHECK(verify_password(secret("a password"), hash, cheap).matches);
  CHECK_FALSE(verify_password(secret("a Password"), hash, cheap).matches);
  CHECK_FALSE(verify_password(secret(""), hash, cheap).matches);
}

TEST_CASE("a hash of another cost still matches, and is outdated") {
  const auto hash = hash_password(secret("a password"), cheap);
  CHECK_FALSE(verify_password(secret("a password"), hash, cheap).is_outdated);
  const auto verdict =
      verify_password(secret("a password"), hash, {.passes = 2, .memory_bytes = 8192});
  CHECK(verdict.matches);
  CHECK(verdict.is_outdated);
}

TEST_CASE("an empty or foreign hash matches nothing") {
  for (const char* stored : {"",
                             "plain",
                             "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
                             "pbkdf2_sha256$",
                             "pbkdf2_sha256$x$salt$AAAA",
                             "pbkdf2_sha256$0$salt$AAAA",
                             "pbkdf2_sha256$99999999$salt$AAAA",
                             "pbkdf2_sha256$1$salt",
                             "pbkdf2_sha256$1$salt$"}) {
    CAPTURE(stored);
    CHECK_FALSE(verify_password(secret(""), stored, cheap).matches);
    CHECK_FALSE(verify_password(secret("plain"), stored, cheap).matches);
  }
}

TEST_CASE("every hash that Django made is verified as Django does") {
  const auto vectors = test::shared_json("passwords/django-password-hashes.json");
  std::size_t checked = 0;
  for (const auto& vector : vectors.at("vectors")) {
    const std::string encoded = vector.at("encoded");
    if (!encoded.starts_with("pbkdf2_sha256$")) continue;
    CAPTURE(encoded);
    const auto verdict =
        verify_password(secret(vector.at("password").get<std::string>()), encoded, cheap);
    // Of a broken one it says that Python raises.
    CHECK(verdict.matches == (vector.at("valid") == true));
    CHECK(verdict.is_outdated == vector.at("valid").is_boolean());
    ++checked;
  }
  CHECK(checked >= 10);
}

TEST_CASE("a hash from Django becomes our own at the next log-in") {
  const SmallClinic world;
  const std::string django =
      "pbkdf2_sha256$260000$seasalt01$c/6hCkHuLmAng8qen5hOTMIErRmi9pXDvJsWndE8G08=";
  store_hash(world.clinic, "ada@example.org", django);
  CHECK_THROWS_AS(world.clinic.log_in("ada@example.org", secret("S3cure-pass-78")), Error);
  CHECK(stored_hash(world.clinic, "ada@example.org") == django);
  CHECK_NOTHROW(world.clinic.log_in("ada@example.org", secret("S3cure-pass-77")));
  CHECK(stored_hash(world.clinic, "ada@example.org").starts_with("$argon2id$v=19$m=19456,t=2"));
  CHECK_NOTHROW(world.clinic.log_in("ada@example.org", secret("S3cure-pass-77")));
}

TEST_CASE("a hash of another cost becomes one of today's at the next log-in") {
  const SmallClinic world;
  store_hash(world.clinic, "ada@example.org", hash_password(secret("S3cure-pass-77"), cheap));
  CHECK_NOTHROW(world.clinic.log_in("ada@example.org", secret("S3cure-pass-77")));
  const auto after = stored_hash(world.clinic, "ada@example.org");
  CHECK(after.starts_with("$argon2id$v=19$m=19456,t=2"));
  CHECK_NOTHROW(world.clinic.log_in("ada@example.org", secret("S3cure-pass-77")));
  CHECK(stored_hash(world.clinic, "ada@example.org") == after);
}

TEST_CASE("passwords are judged as Django's four validators do") {
  CHECK(complaints("S3cure-pass-77", {.email = "ada@example.org", .name = "Ada"}).empty());
  CHECK(complaints("Ab1!x") ==
        "password: This password is too short. It must contain at least 8 characters.");
  CHECK(complaints("PassWord123") == "password: This password is too common.");
  CHECK(complaints("918273645546") == "password: This password is entirely numeric.");
  CHECK(complaints("12345") ==
        "password: This password is too short. It must contain at least 8 characters.; "
        "password: This password is too common.; password: This password is entirely numeric.");
  CHECK(complaints("пароль12").empty());  // characters count, not bytes
  CHECK_FALSE(complaints("пароль1").empty());
}

TEST_CASE("a password similar to its owner's name or email is refused") {
  const std::string name = "password: The password is too similar to the name.";
  CHECK(complaints("Konstantinopel", {.name = "Konstantinopel"}) == name);
  CHECK(complaints("konstantinopel7", {.name = "Konstantinopel of Byzantium"}) == name);
  CHECK(complaints("lepotsnitnanok", {.name = "Konstantinopel"}) == name);
  CHECK(complaints("ada.lovelace", {.email = "ada.lovelace@example.org", .name = "A"}) ==
        "password: The password is too similar to the email.");
  CHECK(complaints("quite another thing", {.email = "al@example.org", .name = "Al"}).empty());
}

TEST_CASE("every password of Django's list is too common, and its like is not") {
  const auto is_common = [](std::string_view candidate) {
    return complaints(candidate).find("too common") != std::string::npos;
  };
  for (const char* word : {"welcome", "taekwondo", "zzzzzzzz", "iloveyou", "qwertyuiop"}) {
    CAPTURE(word);
    CHECK(is_common(word));
  }
  CHECK_FALSE(is_common("welcome\niloveyou"));
  CHECK_FALSE(is_common("taekwond"));
  CHECK_FALSE(is_common(""));
}

namespace {

/// Processor time, so that what else the machine does is left out.
double work_of(const Clinic& clinic, std::string_view email, const Secret& password) {
  const auto begun = std::clock();
  CHECK_THROWS_AS(clinic.log_in(email, password), Error);
  return static_cast<double>(std::clock() - begun);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace

TEST_CASE("unknown, wrong and inactive log-ins take the same work") {
  SmallClinic world;
  world.clinic.set_password("ada@example.org", secret(password));
  world.clinic.set_password("bo@example.org", secret(password));
  auto root = world.as_root();
  const auto bo = root.list<User>(where(f<&User::email> == "bo@example.org")).front();
  root.update(bo, set(f<&User::is_active>, false));
  std::vector<double> unknown;
  std::vector<double> wrong;
  std::vector<double> inactive;
  // One after the other, so that a slower machine is slower for all three; the medians leave out what interrupts.
  for (int i = 0; i < 25; ++i) {
    world.world->now += std::chrono::hours{2};
    unknown.push_back(work_of(world.clinic, "nobody@example.org", secret(password)));
    wrong.push_back(work_of(world.clinic, "ada@example.org", secret("a wrong password")));
    inactive.push_back(work_of(world.clinic, "bo@example.org", secret(password)));
  }
  const auto expected = median(wrong);
  CAPTURE(median(unknown), expected, median(inactive));
  for (const auto other : {median(unknown), median(inactive)}) {
    CHECK(other > 0.85 * expected);
    CHECK(other < 1.15 * expected);
  }
}

#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;

namespace {

Answer log_in(const RestWorld& world, std::string body, rest::Headers headers = {}) {
  return world.call(
      "POST", "/api/auth/login/", RestWorld::nobody, std::move(body), std::move(headers));
}

std::string credentials(std::string_view email, std::string_view secret) {
  return nlohmann::json{{"email", email}, {"password", secret}}.dump();
}

constexpr const char* refused_body =
    R"({"detail":"No active account found with the given credentials"})";

}  // namespace

TEST_CASE("a log-in answers with tokens and the user") {
  const RestWorld world;
  const auto answer = log_in(world, credentials("Root@example.org", password));
  REQUIRE(answer.status == 200);
  const auto body = answer.json();
  CHECK(body.at("user").at("email") == "root@example.org");
  CHECK(body.at("user").at("is_admin_staff") == true);
  CHECK_FALSE(body.at("user").contains("password_hash"));
  CHECK(world.get("/api/patients/", body.at("access").get<std::string>()).status == 200);
  CHECK(world.get("/api/patients/", body.at("refresh").get<std::string>()).status == 401);
}

TEST_CASE("a form logs in, and a bearer header is nobody's business there") {
  const RestWorld world;
  const auto answer = log_in(
      world,
      "email=root%40example.org&password=correct+horse+battery",
      {{"Content-Type", "application/x-www-form-urlencoded"}, {"Authorization", "Bearer x"}});
  CHECK(answer.status == 200);
}

TEST_CASE("unknown, wrong, inactive and passwordless accounts get one answer") {
  const RestWorld world;
  auto root = world.small.as_root();
  for (const auto& [email, secret] : {std::pair{"nobody@example.org", "x"},
                                      std::pair{"root@example.org", "wrong"},
                                      std::pair{"ada@example.org", ""},
                                      std::pair{"not an email", "y"}}) {
    if (*secret == '\0') continue;
    const auto answer = log_in(world, credentials(email, secret));
    CHECK(answer.status == 401);
    CHECK(answer.body == refused_body);
    CHECK(answer.header("WWW-Authenticate") == "Bearer realm=\"api\"");
  }
}

TEST_CASE("of a password every blank counts, of an email none around it") {
  const RestWorld world;
  world.small.clinic.set_password("ada@example.org", Secret{" blank around "});
  CHECK(log_in(world, credentials("  ada@example.org ", " blank around ")).status == 200);
  CHECK(log_in(world, credentials("ada@example.org", "blank around")).status == 401);
}

TEST_CASE("a log-in's body is judged as every body is") {
  const RestWorld world;
  CHECK(log_in(world, "").json() == nlohmann::json{{"email", {"This field is required."}},
                                                   {"password", {"This field is required."}}});
  CHECK(log_in(world, R"({"email":true,"password":["x"]})").json() ==
        nlohmann::json{{"email", {"Not a valid string."}}, {"password", {"Not a valid string."}}});
  CHECK(log_in(world, R"({"email":"a@b.example","password":5})").status == 401);
  CHECK(log_in(world, R"({"email":"","password":null})").json() ==
        nlohmann::json{{"email", {"This field may not be blank."}},
                       {"password", {"This field may not be null."}}});
  CHECK(
      log_in(world, "\"x\"").json() ==
      nlohmann::json{{"non_field_errors", {"Invalid data. Expected a dictionary, but got str."}}});
  CHECK(log_in(world, "{").detail().starts_with("JSON parse error - "));
}

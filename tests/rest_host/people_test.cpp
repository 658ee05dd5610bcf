/// Users, access levels and access rules as resources: what an administrator does with them over the wire.

#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;
using nlohmann::json;

namespace {

std::uint64_t count(const RestClient& host, const std::string& target) {
  const auto answer = host.get(target, host.root());
  INFO(target);
  REQUIRE(answer.status == 200);
  return answer.json().at("count");
}

json user_of(const RestClient& host, const std::string& email) {
  return host.get("/api/users/?email=" + email, host.root()).json().at("results").at(0);
}

std::string path_of(const json& user) {
  return "/api/users/" + user.at("id").get<std::string>() + "/";
}

std::string token_of(const RestClient& host, const char* email) {
  return Identity{host.small.clinic}.issue_tokens(host.small.clinic.act_as(email)).access;
}

}  // namespace

TEST_CASE("users are found by role, state, email and words") {
  on_every_host([](SmallClinic&, const RestClient& host) {
    CHECK(count(host, "/api/users/") == 4);
    CHECK(count(host, "/api/users/?role=doctor") == 2);
    CHECK(count(host, "/api/users/?role=patient") == 1);
    CHECK(count(host, "/api/users/?role=admin_staff") == 1);
    CHECK(count(host, "/api/users/?is_active=false") == 0);
    CHECK(count(host, "/api/users/?email=ADA@example.org") == 1);
    CHECK(count(host, "/api/users/?search=ama") == 1);
    CHECK(count(host, "/api/users/?search=ama&role=doctor") == 0);
    CHECK(host.get("/api/users/?role=nurse", host.root()).status == 400);
  });
}

TEST_CASE("nobody but administrators sees other accounts, and no account shows a password") {
  on_every_host([](SmallClinic&, const RestClient& host) {
    for (const auto& token : {host.ada(), host.amara()}) {
      const auto list = host.get("/api/users/", token);
      CHECK(list.json().at("count") == 1);
      CHECK(host.get(path_of(user_of(host, "bo@example.org")), token).status == 404);
    }
    const auto made = host.call(
        "POST",
        "/api/users/",
        host.root(),
        R"({"email":"new@example.org","name":"New","password":"S3cure-pass-77","password_hash":"x"})");
    REQUIRE(made.status == 201);
    for (const auto& answer : {made,
                               host.get(path_of(made.json()), host.root()),
                               host.get(path_of(made.json()) + "history/", host.root()),
                               host.get("/api/users/", host.root())})
      CHECK(answer.body.find("assword") == std::string::npos);
    CHECK(host.get("/api/users.csv", host.root()).text().find("password") == std::string::npos);
  });
}

TEST_CASE("an administrator gives an account its password over the wire") {
  on_every_host([](SmallClinic&, const RestClient& host) {
    const auto log_in = [&](const std::string& tried) {
      const json form{{"email", "new@example.org"}, {"password", tried}};
      return host.call("POST", "/api/auth/login/", host.nobody, form.dump());
    };
    const auto made =
        host.call("POST",
                  "/api/users/",
                  host.root(),
                  R"({"email":"new@example.org","name":"New","password":" S3cure-pass-77"})",
                  {{"Idempotency-Key", "k1"}});
    REQUIRE(made.status == 201);
    CHECK(log_in("S3cure-pass-77").status == 401);  // not trimmed
    const auto logged_in = log_in(" S3cure-pass-77");
    REQUIRE(logged_in.status == 200);
    const auto token = logged_in.json().at("access").get<std::string>();

    const auto path = path_of(made.json());
    const auto changed = host.call(
        "PATCH", path, host.root(), R"({"password":"0ther-pass-77"})", {{"If-Match", "\"1\""}});
    CHECK(changed.status == 200);
    CHECK(changed.header("ETag") == "\"2\"");
    CHECK(host.get(path, token).status == 401);
    CHECK(log_in(" S3cure-pass-77").status == 401);
    CHECK(log_in("0ther-pass-77").status == 200);
  });
}

TEST_CASE("a password that breaks a rule is refused with everything else that is wrong") {
  on_every_host([](SmallClinic&, const RestClient& host) {
    const auto refused = [&](const char* method, const std::string& path, const char* body) {
      const auto answer = host.call(method, path, host.root(), body);
      CHECK(answer.status == 400);
      return answer.json();
    };
    const auto made = refused("POST", "/api/users/", R"({"email":"no","password":"12345"})");
    CHECK(made.contains("email"));
    CHECK(made.contains("name"));
    CHECK(made.at("password").size() == 3);
    const auto path = path_of(user_of(host, "ada@example.org"));
    CHECK(refused("PATCH", path, R"({"password":null})").at("password").at(0) ==
          "This field may not be null.");
    CHECK(refused("PATCH", path, R"({"password":["x"]})").at("password").at(0) ==
          "Not a valid string.");
    CHECK(refused("PATCH", path, R"({"password":"ada@example.org"})").at("password").size() == 1);
    CHECK(refused("PATCH", path, R"([])").size() == 1);
  });
}

TEST_CASE("an account that is closed is out with its next request, and back when it is opened") {
  on_every_host([](SmallClinic&, const RestClient& host) {
    const auto path = path_of(user_of(host, "ada@example.org"));
    const auto token = host.ada();
    REQUIRE(host.get("/api/patients/", token).status == 200);
    CHECK(host.call("PATCH", path, host.root(), R"({"is_active":false})").status == 200);
    CHECK(host.get("/api/patients/", token).status == 401);
    CHECK(host.call("PATCH", path, host.root(), R"({"is_active":true})").status == 200);
    CHECK(host.get("/api/patients/", token).status == 200);
  });
}

TEST_CASE("nobody gives themselves a role, or opens an account") {
  on_every_host([](SmallClinic&, const RestClient& host) {
    for (const char* change : {R"({"is_admin_staff":true})",
                               R"({"is_doctor":true})",
                               R"({"is_active":false})",
                               R"({"access_level":null})",
                               R"({"password":"0ther-pass-77"})",
                               R"({"email":"other@example.org"})"}) {
      CAPTURE(change);
      CHECK(host.call("PATCH", path_of(user_of(host, "amara@example.org")), host.amara(), change)
                .status == 403);
    }
    CHECK(host.call("POST", "/api/users/", host.ada(), R"({"email":"x@example.org","name":"X"})")
              .status == 403);
  });
}

TEST_CASE("an access level and its rules are made over the wire, and hold from the next call on") {
  on_every_host([](SmallClinic& small, const RestClient& host) {
    const auto level =
        host.call("POST", "/api/access-levels/", host.root(), R"({"name":"Reception"})");
    REQUIRE(level.status == 201);
    const auto id = level.json().at("id").get<std::string>();
    {
      auto root = small.as_root();
      add_user(root, "desk@example.org", {});
    }
    const auto path = path_of(user_of(host, "desk@example.org"));
    CHECK(host.call("PATCH", path, host.root(), R"({"access_level":")" + id + "\"}").status == 200);
    const auto token = token_of(host, "desk@example.org");
    CHECK(host.get("/api/patients/", token).status == 403);
    const json rule{{"access_level", id},
                    {"name", "reception reads patients"},
                    {"action", "read"},
                    {"entity", "patient"},
                    {"scope", "organization"},
                    {"fields", {"name", "birth_date"}}};
    const auto made = host.call("POST", "/api/access-rules/", host.root(), rule.dump());
    REQUIRE(made.status == 201);
    const auto seen = host.get("/api/patients/", token);
    REQUIRE(seen.status == 200);
    CHECK(seen.json().at("count") == 4);
    CHECK_FALSE(seen.json().at("results").at(0).contains("mrn"));
    CHECK(count(host, "/api/access-rules/?access_level_id=" + id) == 1);
    CHECK(count(host, "/api/access-rules/?entity=patient&action=read") == 1);
    const auto rule_path = "/api/access-rules/" + made.json().at("id").get<std::string>() + "/";
    CHECK(host.call("DELETE", rule_path, host.root()).status == 204);
    CHECK(host.get("/api/patients/", token).status == 403);
  });
}

TEST_CASE(
    "a rule that the clinic cannot express, or that lets a level rise, is refused at its fields") {
  on_every_host([](SmallClinic&, const RestClient& host) {
    const auto level =
        host.call("POST", "/api/access-levels/", host.root(), R"({"name":"Reception"})").json();
    const auto refused = [&](const json& change) {
      json rule{{"access_level", level.at("id")},
                {"name", "x"},
                {"action", "read"},
                {"entity", "patient"},
                {"scope", "organization"},
                {"fields", {"name"}}};
      rule.update(change);
      return host.call("POST", "/api/access-rules/", host.root(), rule.dump());
    };
    CHECK(refused({{"entity", "spaceship"}}).json().contains("entity"));
    CHECK(refused({{"fields", {"shoe_size"}}}).json().contains("fields"));
    CHECK(refused({{"action", "fly"}}).json().contains("action"));
    CHECK(refused({{"entity", "access_rule"}, {"action", "update"}, {"fields", {"*"}}}).status ==
          400);
    CHECK(host.get("/api/access-levels/", host.ada()).status == 403);
    CHECK(host.get("/api/access-rules/", host.amara()).status == 403);
  });
}

TEST_CASE("who asks for accounts again and again has to wait") {
  const RestWorld world;
  const Clinic clinic{
      world.small.backend,
      {.catalog = vendor::catalog(),
       .policy = vendor::policy(),
       .environment = world.small.world->environment(),
       .identity = {.password_cost = {1, 8192}, .registrations = {.free_failures = 2}}}};
  const rest::Api api{clinic};
  int number = 0;
  const auto register_from = [&](const char* address, bool is_good = true) {
    const json form{{"name", "N"},
                    {"email", "n" + std::to_string(++number) + "@example.org"},
                    {"password", is_good ? "S3cure-pass-77" : "1"}};
    return Answer{api.handle({.method = "POST",
                              .target = "/api/auth/register/",
                              .headers = {{"Content-Type", "application/json"}},
                              .body = form.dump(),
                              .base_url = "http://clinic.test",
                              .client_address = address})};
  };
  for (int i = 0; i < 5; ++i) CHECK(register_from("192.0.2.1", false).status == 400);
  for (int i = 0; i < 3; ++i) CHECK(register_from("192.0.2.1").status == 201);
  const auto refused = register_from("192.0.2.1");
  CHECK(refused.status == 429);
  CHECK(refused.header("Retry-After") == "1");
  CHECK(refused.detail() == "Request was throttled. Expected available in 1 second.");
  CHECK(register_from("192.0.2.2").status == 201);
  world.small.world->now += std::chrono::seconds{1};
  CHECK(register_from("192.0.2.1").status == 201);
}

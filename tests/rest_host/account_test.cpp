#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;
using nlohmann::json;

namespace {

Answer post(const RestWorld& world, const std::string& path, const json& body,
            const std::string& token = RestWorld::nobody) {
  return world.call("POST", path, token, body.dump());
}

json dora() {
  return {{"name", "Dora"}, {"email", "dora@example.org"}, {"password", "S3cure-pass-77"}};
}

Answer registered(const RestWorld& world, const json& body = dora()) {
  return post(world, "/api/auth/register/", body);
}

Answer refreshed(const RestWorld& world, const std::string& token) {
  return post(world, "/api/auth/token/refresh/", {{"refresh", token}});
}

Answer logged_out(const RestWorld& world, const std::string& token) {
  return post(world, "/api/auth/logout/", {{"refresh", token}});
}

json refused(const char* detail) { return {{"detail", detail}, {"code", "token_not_valid"}}; }

}  // namespace

TEST_CASE("a registration answers with the account and its tokens") {
  const RestWorld world;
  auto form = dora();
  form["is_patient"] = "yes";
  form["is_doctor"] = true;
  form["phone_number"] = "";
  const auto answer = registered(world, form);
  REQUIRE(answer.status == 201);
  const auto body = answer.json();
  CHECK(body.at("email") == "dora@example.org");
  CHECK(body.at("is_patient") == true);
  CHECK(body.at("is_doctor") == false);
  CHECK(body.at("requested_doctor") == true);
  CHECK(body.at("phone_number") == "");
  CHECK(body.at("token") == body.at("access"));
  CHECK_FALSE(body.contains("password"));
  CHECK_FALSE(body.contains("password_hash"));
  CHECK_FALSE(body.contains("session_epoch"));
  CHECK(world.get("/api/doctors/", body.at("access")).status == 200);
  CHECK(refreshed(world, body.at("refresh")).status == 200);
}

TEST_CASE("a pending request is found by administrators, and granted by the flag") {
  const RestWorld world;
  auto form = dora();
  form["is_admin_staff"] = true;
  const auto made = registered(world, form).json();
  const std::string access = made.at("access");
  CHECK(world.get("/api/users/", access).json().at("count") == 1);
  const auto pending = world.get("/api/users/?pending=true", world.root()).json();
  REQUIRE(pending.at("count") == 1);
  const auto path = "/api/users/" + pending.at("results").at(0).at("id").get<std::string>() + "/";
  CHECK(world.call("PATCH", path, access, R"({"is_admin_staff":true})").status == 403);
  CHECK(world.call("PATCH", path, world.root(), R"({"is_admin_staff":true})").status == 200);
  CHECK(world.get("/api/users/?pending=true", world.root()).json().at("count") == 0);
  CHECK(world.get("/api/users/", access).json().at("count") > 1);
}

TEST_CASE("everything that is wrong with a registration is answered at once") {
  const RestWorld world;
  CHECK(registered(world, {{"name", ""}, {"email", "x"}, {"password", "12345678"}}).json() ==
        json{{"name", {"This field may not be blank."}},
             {"email", {"Enter a valid email address."}},
             {"password", {"This password is too common.", "This password is entirely numeric."}}});
  auto form = dora();
  form["email"] = "ROOT@example.org";
  CHECK(registered(world, form).json() ==
        json{{"email", {"user with this email already exists."}}});
  form = dora();
  form["is_doctor"] = "maybe";
  CHECK(registered(world, form).json() == json{{"is_doctor", {"Must be a valid boolean."}}});
}

TEST_CASE("who registers with a bad token is told so") {
  const RestWorld world;
  CHECK(post(world, "/api/auth/register/", dora(), "garbage").status == 401);
  CHECK(post(world, "/api/auth/register/", dora(), world.root()).status == 201);
}

TEST_CASE("of a refresh token each blank around it is left out, and of its pair the old one dies") {
  const RestWorld world;
  const auto first = registered(world).json();
  const auto second = refreshed(world, "  " + first.at("refresh").get<std::string>() + " ");
  REQUIRE(second.status == 200);
  CHECK(second.json().size() == 2);
  const auto again = refreshed(world, first.at("refresh"));
  CHECK(again.status == 401);
  CHECK(again.json() == refused("Token is blacklisted"));
  CHECK(again.header("WWW-Authenticate") == "Bearer realm=\"api\"");
  CHECK(refreshed(world, second.json().at("refresh")).json() == refused("Token is blacklisted"));
}

TEST_CASE("after a log-out neither token of it is any good") {
  const RestWorld world;
  const auto tokens = registered(world).json();
  CHECK(logged_out(world, tokens.at("refresh")).status == 200);
  CHECK(world.get("/api/doctors/", tokens.at("access")).json().at("messages").at(0).at("message") ==
        "Token is invalid");
  CHECK(refreshed(world, tokens.at("refresh")).json() == refused("Token is blacklisted"));
  CHECK(logged_out(world, tokens.at("refresh")).json() == refused("Token is blacklisted"));
}

TEST_CASE("a refresh token that is none, too old, or of another type is told apart") {
  const RestWorld world;
  const auto tokens = registered(world).json();
  CHECK(refreshed(world, "garbage").json() == refused("Token is invalid"));
  CHECK(refreshed(world, tokens.at("access")).json() == refused("Token has wrong type"));
  world.small.world->now += std::chrono::hours{24};
  CHECK(refreshed(world, tokens.at("refresh")).json() == refused("Token is expired"));
}

TEST_CASE("an account that is closed refreshes nothing") {
  const RestWorld world;
  const auto tokens = registered(world).json();
  const auto path = "/api/users/" + tokens.at("id").get<std::string>() + "/";
  CHECK(world.call("PATCH", path, world.root(), R"({"is_active":false})").status == 200);
  CHECK(refreshed(world, tokens.at("refresh")).body ==
        R"({"detail":"No active account found for the given token."})");
}

TEST_CASE("who guesses is told how long to wait") {
  const RestWorld world;
  const json guess{{"email", "root@example.org"}, {"password", "wrong"}};
  for (int i = 0; i < 6; ++i) CHECK(post(world, "/api/auth/login/", guess).status == 401);
  const auto answer = post(world, "/api/auth/login/", guess);
  CHECK(answer.status == 429);
  CHECK(answer.header("Retry-After") == "1");
  CHECK(answer.detail() == "Request was throttled. Expected available in 1 second.");
}

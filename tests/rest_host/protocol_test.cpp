#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;
using std::chrono::minutes;

namespace {

constexpr const char* missing = "/api/patients/01890000-0000-7000-8000-000000000000/";

rest::Headers authorization(std::string value) { return {{"Authorization", std::move(value)}}; }

}  // namespace

TEST_CASE("without a token, or with another scheme, nobody is logged in") {
  const RestWorld world;
  for (const char* value : {"", "Basic YTpi", "bearer x", "JWT x"}) {
    CAPTURE(value);
    const auto answer = world.get("/api/patients/", RestWorld::nobody, authorization(value));
    CHECK(answer.status == 401);
    CHECK(answer.detail() == "Authentication credentials were not provided.");
    CHECK(answer.header("WWW-Authenticate") == "Bearer realm=\"api\"");
  }
}

TEST_CASE("a bearer header has exactly one value") {
  const RestWorld world;
  for (const char* value : {"Bearer", "Bearer a b"}) {
    const auto answer = world.get("/api/patients/", RestWorld::nobody, authorization(value));
    CHECK(answer.status == 401);
    CHECK(
        answer.body ==
        R"({"detail":"Authorization header must contain two space-delimited values","code":"bad_authorization_header"})");
  }
}

TEST_CASE("a bad token is told apart from an expired one") {
  const RestWorld world;
  const auto message = [&world](const std::string& token) {
    const auto answer = world.get("/api/patients/", token);
    CHECK(answer.status == 401);
    CHECK(answer.json().at("code") == "token_not_valid");
    return answer.json().at("messages").at(0).at("message").get<std::string>();
  };
  const auto token = world.ada();
  CHECK(message("garbage") == "Token is invalid");
  CHECK(message(token + "A") == "Token is invalid");
  CHECK(message(Identity{world.small.clinic}.issue_tokens(world.small.as_ada()).refresh) ==
        "Token has wrong type");
  world.small.world->now += minutes{5};
  CHECK(message(token) == "Token is expired");
}

TEST_CASE("an account that is closed is out with its next request") {
  const RestWorld world;
  const auto token = world.amara();
  CHECK(world.get("/api/doctors/", token).status == 200);
  auto root = world.small.as_root();
  const auto account = root.list<User>(where(f<&User::email> == "amara@example.org")).front();
  root.update(account, set(f<&User::is_active>, false));
  const auto answer = world.get("/api/doctors/", token);
  CHECK(answer.status == 401);
  CHECK(answer.body == R"({"detail":"User is inactive","code":"user_inactive"})");
}

TEST_CASE("a token of an account that was removed finds nobody") {
  const RestWorld world;
  const auto token = world.amara();
  auto root = world.small.as_root();
  root.remove(root.list<User>(where(f<&User::email> == "amara@example.org")).front());
  const auto answer = world.get("/api/doctors/", token);
  CHECK(answer.status == 401);
  CHECK(answer.body == R"({"detail":"User not found","code":"user_not_found"})");
}

TEST_CASE("a token of another organization is signed by nobody here") {
  const RestWorld world;
  const auto hill =
      Clinic::install(world.small.backend,
                      {.organization_name = "Hill", .administrator_email = "root@example.org"},
                      Secret{std::string{password}},
                      {.organization = "hill",
                       .catalog = vendor::catalog(),
                       .policy = vendor::policy(),
                       .environment = world.small.world->environment()});
  const auto token = Identity{hill}.issue_tokens(hill.act_as("root@example.org")).access;
  CHECK_NOTHROW(hill.session(token));
  CHECK(world.get("/api/doctors/", token).json().at("code") == "token_not_valid");
}

TEST_CASE("a role that is taken away is gone with the next request") {
  const RestWorld world;
  const auto token = world.ada();
  auto root = world.small.as_root();
  const auto account = root.list<User>(where(f<&User::email> == "ada@example.org")).front();
  root.update(account, set(f<&User::is_doctor>, false));
  CHECK(world.get("/api/patients/", token).status == 403);
}

TEST_CASE("the format is judged before the caller") {
  const RestWorld world;
  CHECK(world.get("/api/patients/", RestWorld::nobody, {{"Accept", "application/xml"}}).status ==
        406);
  CHECK(world.get("/api/patients/?format=xml", RestWorld::nobody).body ==
        R"({"detail":"Not found."})");
  CHECK(world.get("/api/patients.xls", RestWorld::nobody).status == 404);
  CHECK(world.get("/api/patients.csv", RestWorld::nobody).status == 401);
  for (const char* accept : {"garbage", "text/html", "", "*"}) {
    CAPTURE(accept);
    const auto answer = world.get("/api/doctors/", world.ada(), {{"Accept", accept}});
    CHECK(answer.status == 406);
    CHECK(answer.detail() == "Could not satisfy the request Accept header.");
  }
  for (const char* accept :
       {"application/json; indent=2", "application/json;q=0", "text/html, */*", "Application/*"}) {
    CAPTURE(accept);
    CHECK(world.get("/api/doctors/", world.ada(), {{"Accept", accept}}).status == 200);
  }
  CHECK(world.get("/api/doctors.json", world.ada()).status == 200);
  CHECK(world.get("/api/doctors/?format=json", world.ada()).status == 200);
}

TEST_CASE("a role without the action is told so before anything else about the route") {
  const RestWorld world;
  for (const auto& token : {world.amara(), world.ada()}) {
    CHECK(world.call("POST", "/api/patients/", token, "{").detail() ==
          "You do not have permission to perform this action.");
    CHECK(world.call("PUT", "/api/patients/", token, "{}").status == 403);
    CHECK(world.call("DELETE", missing, token).status == 403);
  }
  CHECK(world.get("/api/organizations/", world.ada()).status == 403);
}

TEST_CASE("a method that is not served names those that are") {
  const RestWorld world;
  for (const char* method : {"PUT", "PATCH", "DELETE", "BREW"}) {
    const auto answer = world.call(method, "/api/patients/", world.root());
    CHECK(answer.status == 405);
    CHECK(answer.detail() == "Method \"" + std::string{method} + "\" not allowed.");
    CHECK(answer.header("Allow") == "GET, POST, HEAD, OPTIONS");
  }
  const auto answer = world.call("POST", missing, world.root(), "{}");
  CHECK(answer.status == 405);
  CHECK(answer.header("Allow") == "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
  CHECK(world.call("GET", "/api/auth/login/", RestWorld::nobody).header("Allow") ==
        "POST, OPTIONS");
}

TEST_CASE("hidden and missing are one answer, byte for byte") {
  const RestWorld world;
  const auto hidden = RestWorld::path_of(world.small.cleo);
  for (const char* method : {"GET", "PATCH"}) {
    const auto of_hidden = world.call(method, hidden, world.ada(), R"({"name":"x"})");
    const auto of_missing = world.call(method, missing, world.ada(), R"({"name":"x"})");
    CHECK(of_hidden.status == 404);
    CHECK(of_hidden.body == R"({"detail":"No Patient matches the given query."})");
    CHECK(of_hidden.body == of_missing.body);
    CHECK(std::ranges::equal(of_hidden.headers, of_missing.headers));
    CHECK(of_hidden.route == of_missing.route);
  }
}

TEST_CASE("a malformed id is not found") {
  const RestWorld world;
  for (const char* path :
       {"/api/patients/0/", "/api/patients/abc/", "/api/patients/-1/", "/api/patients/%00/"}) {
    CAPTURE(path);
    const auto answer = world.get(path, world.root());
    CHECK(answer.status == 404);
    CHECK(answer.detail() == "Not found.");
  }
}

TEST_CASE("a path that nobody serves is not found") {
  const RestWorld world;
  for (const char* path : {"/",
                           "/api/nothing/",
                           "/api/patient/",
                           "/api/journal_entry/",
                           "/api/patients/a/b/",
                           "/api//",
                           "/api/patients//",
                           "//api/patients/",
                           "/API/patients/",
                           "http://x/api/"}) {
    CAPTURE(path);
    CHECK(world.get(path, world.root()).status == 404);
  }
}

TEST_CASE("reading without the last slash is sent there, writing is served") {
  const RestWorld world;
  const auto answer = world.get("/api/patients?sex=female&page=1", RestWorld::nobody);
  CHECK(answer.status == 301);
  CHECK(answer.header("Location") == "/api/patients/?sex=female&page=1");
  CHECK(answer.body.empty());
  CHECK(world.call("POST", "/api/patients", world.root(), "{}").status == 400);
  CHECK(world.call("PATCH", missing, world.root(), "{}").status == 404);
}

TEST_CASE("HEAD is GET without the body, whose length it tells") {
  const RestWorld world;
  const auto read = world.get("/api/patients/", world.ada());
  const auto head = world.call("HEAD", "/api/patients/", world.ada());
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(head.header("Content-Length") == std::to_string(read.body.size()));
  CHECK(world.call("HEAD", "/api/auth/login/", RestWorld::nobody).status == 405);
}

TEST_CASE("OPTIONS describes a route to whoever may read there") {
  const RestWorld world;
  CHECK(world.call("OPTIONS", "/api/patients/", RestWorld::nobody).status == 401);
  const auto answer = world.call("OPTIONS", "/api/patients/", world.root());
  CHECK(answer.status == 200);
  CHECK(answer.header("Allow") == "GET, POST, HEAD, OPTIONS");
  const auto body = answer.json();
  CHECK(body.at("name") == "Patient List");
  CHECK(body.at("renders") ==
        nlohmann::json::array({"application/json", "text/csv", "application/x-ndjson"}));
  const auto sex = body.at("actions").at("POST").at("sex");
  CHECK(sex.at("type") == "choice");
  CHECK(sex.at("required") == true);
  CHECK(sex.at("choices").size() == 4);
  CHECK_FALSE(world.call("OPTIONS", "/api/patients/", world.ada()).json().contains("actions"));
  CHECK(world.call("OPTIONS", missing, world.root()).status == 200);
}

TEST_CASE("the index links what the caller may read") {
  const RestWorld world;
  CHECK(world.get("/api/", RestWorld::nobody).status == 401);
  const auto links = world.get("/api/", world.ada()).json();
  CHECK(links.at("patients") == "http://clinic.test/api/patients/");
  CHECK(links.at("wards") == "http://clinic.test/api/wards/");
  CHECK_FALSE(links.contains("organizations"));
}

TEST_CASE("health and description need nobody") {
  const RestWorld world;
  CHECK(world.get("/healthz", RestWorld::nobody).body == R"({"status":"ok"})");
  CHECK(world.get("/api/openapi.json", RestWorld::nobody).json().at("openapi") == "3.1.0");
  CHECK(world.call("POST", "/healthz", RestWorld::nobody).status == 405);
}

TEST_CASE("a route in the log is a template") {
  const RestWorld world;
  CHECK(world.get(RestWorld::path_of(world.small.ben), world.ada()).route == "/api/patients/{id}/");
  CHECK(world.get("/api/patients/?mrn=M-2", world.ada()).route == "/api/patients/");
  CHECK(world.get("/api/nothing/secret", world.ada()).route.empty());
}

TEST_CASE("bytes that are no UTF-8 come back as replacement characters") {
  const RestWorld world;
  const auto answer =
      world.call("POST", "/api/patients/", world.root(), "x", {{"Content-Type", "te\xFFxt"}});
  CHECK(answer.status == 415);
  CHECK(answer.detail() == "Unsupported media type \"te\xEF\xBF\xBDxt\" in request.");
}

/// Idempotency-Key, on every engine.

#include <array>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "salus/service/idempotency.hpp"

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;

namespace {

const std::string ella =
    R"({"name":"Ella New","birth_date":"1990-01-31","sex":"other","mrn":"M-9","phone_number":"1"})";

rest::Headers with_key(std::string key) { return {{"Idempotency-Key", std::move(key)}}; }

Answer post(const RestClient& host, const std::string& key, const std::string& body = ella) {
  return host.call("POST", "/api/patients/", host.root(), body, with_key(key));
}

std::uint64_t patients_in(const SmallClinic& small) { return small.as_root().count<Patient>(); }

/// Who may make patients and read none.
std::string clerk_of(const SmallClinic& small) {
  auto root = small.as_root();
  const auto level = root.create(AccessLevel{.id = {}, .name = "Clerk", .description = {}});
  AccessRule rule;
  rule.access_level = level->id;
  rule.name = "a clerk enters patients";
  rule.action = Action::create;
  rule.entity = "patient";
  rule.scope = Scope::organization;
  rule.fields = Json::from_canonical(R"(["birth_date","mrn","name","phone_number","sex"])");
  root.create(rule);
  User flags;
  flags.access_level = level->id;
  add_user(root, "clerk@example.org", flags);
  return Identity{small.clinic}.issue_tokens(small.clinic.act_as("clerk@example.org")).access;
}

}  // namespace

TEST_CASE("a request that is sent again is done once, and answered as the first time") {
  on_every_host([](SmallClinic& small, const RestClient& host) {
    const auto before = patients_in(small);
    const auto first = post(host, "k1");
    REQUIRE(first.status == 201);
    const auto again = post(host, "k1");
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(again.header("ETag") == first.header("ETag"));
    CHECK(again.header("Content-Type") == first.header("Content-Type"));
    CHECK(patients_in(small) == before + 1);
  });
}

TEST_CASE("the first answer stays it when the row has changed since") {
  on_every_host([](SmallClinic&, const RestClient& host) {
    const auto first = post(host, "k1");
    const auto path = "/api/patients/" + first.json().at("id").get<std::string>() + "/";
    REQUIRE(host.call("PATCH", path, host.root(), R"({"phone_number":"2","address":"x"})").status ==
            200);
    const auto again = post(host, "k1");
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(again.header("ETag") == "\"1\"");
  });
}

TEST_CASE("the key of another request is refused") {
  const RestWorld world;
  REQUIRE(post(world, "k1").status == 201);
  const auto before = patients_in(world.small);
  CHECK(post(world, "k1", R"({"name":"Other"})").status == 422);
  CHECK(world.call("POST", "/api/doctors/", world.root(), ella, with_key("k1")).status == 422);
  CHECK(patients_in(world.small) == before);
}

TEST_CASE("a key belongs to its user") {
  const RestWorld world;
  const auto token = clerk_of(world.small);
  REQUIRE(post(world, "k1").status == 201);
  const auto other =
      world.call("POST",
                 "/api/patients/",
                 token,
                 R"({"name":"Fay","birth_date":"1990-01-31","sex":"other","mrn":"M-8"})",
                 with_key("k1"));
  CHECK(other.status == 201);
}

TEST_CASE("a request that failed leaves its key free") {
  on_every_host([](SmallClinic&, const RestClient& host) {
    CHECK(post(host, "k1", R"({"name":"No birthday"})").status == 400);
    CHECK(post(host, "k1").status == 201);
    CHECK(post(host, "k2").status == 400);  // the number is taken
    CHECK(post(host, "k2", R"({"name":"F","birth_date":"1990-01-31","sex":"other","mrn":"M-7"})")
              .status == 201);
  });
}

TEST_CASE("a key is remembered for a day") {
  on_every_host([](SmallClinic& small, const RestClient& host) {
    REQUIRE(post(host, "k1").status == 201);
    small.world->now += idempotency_memory - std::chrono::seconds{1};
    CHECK(post(host, "k1").status == 201);
    small.world->now += std::chrono::seconds{1};
    CHECK(post(host, "k1").json().contains("mrn"));  // done again, and the number is taken
  });
}

TEST_CASE("a key outlives the program that took it") {
  on_every_host([](SmallClinic& small, const RestClient& host) {
    const auto first = post(host, "k1");
    const Clinic other{small.backend,
                       {.catalog = vendor::catalog(),
                        .policy = vendor::policy(),
                        .environment = small.world->environment(),
                        .row_security = small.row_security}};
    const rest::Api api{other};
    rest::Request request{.method = "POST", .target = "/api/patients/", .headers = with_key("k1")};
    request.headers.add("Authorization", "Bearer " + host.root());
    request.headers.add("Content-Type", "application/json");
    request.body = ella;
    const auto again = api.handle(request);
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
  });
}

TEST_CASE("of many who send one request at once, one makes the row") {
  on_every_host([](SmallClinic& small, const RestClient& host) {
    const auto before = patients_in(small);
    const auto token = host.root();
    std::array<int, 8> statuses{};
    std::vector<std::thread> clients;
    for (auto& status : statuses) {
      clients.emplace_back([&] {
        status = host.call("POST", "/api/patients/", token, ella, with_key("k1")).status;
      });
    }
    for (auto& client : clients) client.join();
    CHECK(std::ranges::count(statuses, 201) >= 1);
    CHECK(std::ranges::count(statuses, 201) + std::ranges::count(statuses, 409) == 8);
    CHECK(patients_in(small) == before + 1);
  });
}

TEST_CASE("a repeat tells no more than its sender may know by now") {
  on_every_host([](SmallClinic& small, const RestClient& host) {
    const auto amara = small.amara.to_string();
    const std::string note = R"({"patient":")" + amara + R"(","author":")" + small.ada.to_string() +
                             R"(","record_type":"note","title":"Visit","body":"all well"})";
    const auto send = [&] {
      return host.call("POST", "/api/records/", host.ada(), note, with_key("k1"));
    };
    const auto first = send();
    REQUIRE(first.status == 201);
    REQUIRE(first.json().at("body") == "all well");
    auto root = small.as_root();
    for (const auto& care :
         root.list<CareRelationship>(where(f<&CareRelationship::patient> == small.amara)))
      root.update(care, set(f<&CareRelationship::status>, RelationshipStatus::ended));
    const auto again = send();
    CHECK(again.status == 201);
    CHECK(again.json() == nlohmann::json{{"id", first.json().at("id")}});
  });
}

TEST_CASE("who may make a row and not read it gets its key, each time") {
  on_every_host([](SmallClinic& small, const RestClient& host) {
    const auto token = clerk_of(small);
    const auto send = [&] {
      return host.call("POST", "/api/patients/", token, ella, with_key("k1"));
    };
    const auto first = send();
    REQUIRE(first.status == 201);
    CHECK_FALSE(first.json().contains("name"));
    CHECK(send().json().at("id") == first.json().at("id"));
  });
}

TEST_CASE("a glass is broken once") {
  const RestWorld world;
  const auto path = RestWorld::path_of(world.small.cleo) + "break-glass/";
  const auto send = [&] {
    return world.call("POST", path, world.ada(), R"({"reason":"unconscious"})", with_key("k1"));
  };
  const auto first = send();
  REQUIRE(first.status == 201);
  CHECK(send().body == first.body);
  auto root = world.small.as_root();
  CHECK(root.count<AccessReview>() == 1);
}

TEST_CASE("a key has up to 255 characters") {
  const RestWorld world;
  CHECK(post(world, "").status == 400);
  CHECK(post(world, std::string(256, 'k')).status == 400);
  CHECK(post(world, std::string(255, 'k')).status == 201);
}

/// /api/audit/ and the histories of rows, on every engine.

#include <set>

#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;
using nlohmann::json;

namespace {

void on_every_audit(const std::function<void(SmallClinic&, const RestClient&)>& check) {
  on_every_host(check, {.reads = JournalReads::strict});
}

void later(SmallClinic& small) { small.world->now += std::chrono::seconds{1}; }

json page(const RestClient& host, const std::string& query) {
  const auto answer = host.get("/api/audit/" + query, host.root());
  CAPTURE(query, answer.body);
  REQUIRE(answer.status == 200);
  return answer.json();
}

std::vector<std::string> actions(const json& page) {
  std::vector<std::string> actions;
  for (const auto& entry : page.at("results")) actions.push_back(entry.at("action"));
  return actions;
}

std::string query_of(const std::string& link) { return link.substr(link.find('?')); }

}  // namespace

TEST_CASE("an entry tells who did what to whose data") {
  on_every_audit([](SmallClinic& small, const RestClient& host) {
    later(small);
    const auto path = RestClient::path_of(small.ben);
    REQUIRE(host.call("PATCH", path, host.ada(), R"({"phone_number":"+1"})").status == 200);
    const auto ada = small.as_ada().principal();
    const auto entries = page(host, "?action=update&patient_id=" + small.ben.to_string());
    REQUIRE(entries.at("results").size() == 1);
    const auto entry = entries.at("results").at(0);
    CHECK(entry.at("actor") == ada.user->to_string());
    CHECK(entry.at("acting_as") == "user doctor");
    CHECK(entry.at("entity") == "patient");
    CHECK(entry.at("row_id") == small.ben.to_string());
    CHECK(entry.at("patients") == json::array({small.ben.to_string()}));
    CHECK(entry.at("outcome") == "allowed");
    CHECK(entry.at("at") == "2026-11-24T12:00:01Z");
    CHECK(entry.at("body").at("after").at("phone_number") == "+1");
    CHECK_FALSE(entry.contains("hash"));
    CHECK_FALSE(entry.contains("organization_id"));
  });
}

TEST_CASE("entries are found by actor, entity, outcome and time") {
  on_every_audit([](SmallClinic& small, const RestClient& host) {
    later(small);
    CHECK(host.get(RestClient::path_of(small.cleo), host.ada()).status == 404);
    later(small);
    CHECK(host.get(RestClient::path_of(small.ben), host.ada()).status == 200);
    const auto ada = small.as_ada().principal().user->to_string();
    CHECK(actions(page(host, "?actor_id=" + ada)) == std::vector<std::string>{"read", "read"});
    CHECK(actions(page(host, "?actor_id=" + ada + "&ordering=at&outcome=denied")).size() == 1);
    CHECK(page(host, "?entity=doctor&action=create").at("results").size() == 2);
    CHECK(page(host, "?actor_id=" + ada + "&from=2026-11-24T12:00:02Z").at("results").size() == 1);
    CHECK(page(host, "?actor_id=" + ada + "&to=2026-11-24T12:00:02Z").at("results").size() == 1);
    CHECK(page(host, "?patient_id=" + small.ben.to_string() + "&action=read&actor_id=" + ada)
              .at("results")
              .size() == 1);
  });
}

TEST_CASE("entries come page by page, each once, forwards and back") {
  on_every_audit([](SmallClinic& small, const RestClient& host) {
    const auto whole = page(host, "?page_size=500&action=create").at("results");
    REQUIRE(whole.size() > 10);
    std::vector<json> found;
    std::string query = "?action=create&page_size=4";
    std::string last;
    for (json next; !next.is_null() || found.empty();) {
      const auto part = page(host, query);
      for (const auto& entry : part.at("results")) found.push_back(entry);
      next = part.at("next");
      last = std::exchange(query, next.is_null() ? query : query_of(next));
    }
    CHECK(found == whole.get<std::vector<json>>());
    const auto back = page(host, query_of(page(host, query).at("previous")));
    CHECK(back.at("results").size() == 4);
    CHECK(host.get("/api/audit/?cursor=nonsense", host.root()).detail() == "Invalid cursor");
    static_cast<void>(small);
  });
}

TEST_CASE("the journal is for those whom a rule lets read it, and reading it is journalled") {
  on_every_audit([](SmallClinic& small, const RestClient& host) {
    CHECK(host.get("/api/audit/", RestClient::nobody).status == 401);
    CHECK(host.get("/api/audit/", host.ada()).status == 403);
    CHECK(host.get("/api/audit/", host.amara()).status == 403);
    CHECK_FALSE(host.get("/api/", host.ada()).json().contains("audit"));
    CHECK(host.get("/api/", host.root()).json().at("audit") == "http://clinic.test/api/audit/");
    later(small);
    page(host, "");
    later(small);
    const auto newest = page(host, "?page_size=1").at("results").at(0);
    CHECK(newest.at("action") == "search");
    CHECK(newest.at("entity") == "journal_entry");
  });
}

TEST_CASE("what cannot be asked of the journal is refused at its name") {
  const RestWorld world;
  const auto answer = [&world](const char* query) {
    return world.get(std::string{"/api/audit/?"} + query, world.root());
  };
  CHECK(answer("actor_id=x").body == R"({"actor_id":["Enter a valid UUID."]})");
  CHECK(answer("outcome=maybe").json().contains("outcome"));
  CHECK(answer("from=yesterday").json().contains("from"));
  CHECK(answer("actor=1").json().at("actor").at(0) ==
        "Unknown parameter. Did you mean \"action\"?");
  CHECK(answer("page=2").status == 400);
  CHECK(world.call("POST", "/api/audit/", world.root(), "{}").status == 405);
  CHECK(answer("format=csv").status == 406);
  CHECK(answer("").route == "/api/audit/");
}

TEST_CASE("a row has the history that its reader may know") {
  on_every_host([](SmallClinic& small, const RestClient& host) {
    const auto path = RestClient::path_of(small.ben);
    REQUIRE(host.call("PATCH", path, host.ada(), R"({"phone_number":"+1"})").status == 200);
    const auto history = host.get(path + "history/", host.ada());
    REQUIRE(history.status == 200);
    CHECK(history.route == "/api/patients/{id}/history/");
    const auto steps = history.json().at("results");
    REQUIRE(steps.size() == 2);
    CHECK(steps.at(0).at("action") == "create");
    CHECK(steps.at(1).at("action") == "update");
    CHECK(steps.at(1).at("acting_as") == "user doctor");
    CHECK(steps.at(1).at("changes") ==
          json::array({{{"field", "phone_number"}, {"before", nullptr}, {"after", "+1"}}}));
    CHECK(host.get(path + "history/", host.bo()).body ==
          R"({"detail":"No Patient matches the given query."})");
    CHECK(host.get(path + "history/", host.bo()).status == 404);
  });
}

TEST_CASE("a history shows no field that is hidden today") {
  const RestWorld world;
  auto root = world.small.as_root();
  vendor::Ward ward;
  ward.name = "North";
  ward.door_code = "1234";
  const auto id = root.create(ward)->id.to_string();
  const auto path = "/api/wards/" + id + "/history/";
  CHECK(world.get(path, world.root()).body.find("1234") != std::string::npos);
  const auto seen = world.get(path, world.ada());
  CHECK(seen.status == 200);
  CHECK(seen.body.find("North") != std::string::npos);
  CHECK(seen.body.find("1234") == std::string::npos);
  CHECK(seen.body.find("door_code") == std::string::npos);
}

/// /api/openapi.json says what the host does, and /api/docs says the same to people.

#include <algorithm>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "salus/schema/validation.hpp"

#include "rest_host/api/registration.hpp"
#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;
using nlohmann::json;

namespace {

constexpr std::string_view some_id = "01890000-0000-7000-8000-000000000000";

json document(const RestClient& host) { return host.get("/api/openapi.json", {}).json(); }

std::string with_id(std::string path) {
  const auto place = path.find("{id}");
  if (place != std::string::npos) path.replace(place, 4, some_id);
  return path;
}

std::string in_capitals(std::string text) {
  std::ranges::transform(
      text, text.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  return text;
}

/// The methods of a path, as the document has them.
std::set<std::string> methods_in(const json& path) {
  std::set<std::string> methods;
  for (const auto& [name, ignored] : path.items()) {
    if (name != "parameters") methods.insert(in_capitals(name));
  }
  return methods;
}

/// As whoever may do something there: a doctor breaks the glass, and nobody else does.
Answer options_of(const RestClient& host, const std::string& path) {
  const bool is_of_doctors = path.ends_with("/break-glass/");
  return host.call("OPTIONS", with_id(path), is_of_doctors ? host.ada() : host.root());
}

/// The methods that the host has there.
std::set<std::string> methods_at(const Answer& options) {
  std::set<std::string> methods;
  const auto allow = options.header("Allow");
  salus::detail::every_part(allow, ',', [&methods](std::string_view method) {
    method = salus::detail::trimmed(method);
    if (method != "HEAD" && method != "OPTIONS") methods.emplace(method);
    return true;
  });
  return methods;
}

template <class Visit>
void for_each_call(const json& document, const Visit& visit) {
  for (const auto& [path, item] : document.at("paths").items()) {
    for (const auto& method : methods_in(item)) {
      auto name = method;
      std::ranges::transform(
          name, name.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
      visit(path, method, item.at(name));
    }
  }
}

}  // namespace

TEST_CASE("every path of the description is a route, with those methods") {
  const RestWorld world;
  const auto whole = document(world);
  for (const auto& [path, item] : whole.at("paths").items()) {
    CAPTURE(path);
    const auto answer = options_of(world, path);
    CHECK(answer.status == 200);
    CHECK(answer.route == path);
    CHECK(methods_in(item) == methods_at(answer));
  }
}

TEST_CASE("every answer that a call gets is one that it is said to get") {
  const RestWorld world;
  const auto whole = document(world);
  for_each_call(whole, [&](const std::string& path, const std::string& method, const json& call) {
    CAPTURE(path, method);
    const auto answered =
        [&](const std::string& token, rest::Headers headers = {}, const std::string& query = {}) {
          const std::string body = method == "GET" || method == "DELETE" ? "" : "{}";
          const auto answer =
              world.call(method, with_id(path) + query, token, body, std::move(headers));
          CAPTURE(answer.status, answer.body);
          CHECK(call.at("responses").contains(std::to_string(answer.status)));
        };
    for (const auto& token : {world.root(), world.ada(), world.amara(), std::string{}})
      answered(token);
    answered("garbage");
    answered(world.root(), {{"Accept", "image/png"}});
    answered(world.root(), {{"If-Match", "\"9\""}, {"Idempotency-Key", ""}});
    if (method == "POST" || method == "PUT" || method == "PATCH")
      answered(world.root(), {{"Content-Type", "text/plain"}});
    if (call.contains("parameters") && method == "GET") {
      answered(world.root(), {}, "?nonsense=1");
      answered(world.root(), {}, "?format=nonsense");
      answered(world.root(), {}, "?page=99");
      answered(world.root(), {}, "?cursor=x");
    }
  });
}

TEST_CASE("every operation has a name of its own, a section and a sentence") {
  const RestWorld world;
  std::set<std::string> names;
  for_each_call(document(world), [&](const auto&, const auto&, const json& call) {
    CHECK(names.insert(call.at("operationId")).second);
    CHECK(call.at("tags").size() == 1);
    CHECK_FALSE(call.at("summary").get<std::string>().empty());
  });
}

TEST_CASE("a list is described with each of its parameters, and no other is read") {
  const RestWorld world;
  const auto list = document(world).at("paths").at("/api/wards/").at("get");
  for (const auto& parameter : list.at("parameters")) {
    const auto name = parameter.at("name").get<std::string>();
    CAPTURE(name);
    const auto answer = world.get("/api/wards/?" + name + "=", world.root());
    CHECK(answer.body.find("Unknown parameter") == std::string::npos);
  }
}

TEST_CASE("the description of a registration has the fields of its form") {
  const RestWorld world;
  const auto schema = document(world).at("components").at("schemas").at("Registration");
  std::set<std::string> described;
  for (const auto& [name, ignored] : schema.at("properties").items()) described.insert(name);
  std::set<std::string> read;
  for (const auto& field : entity_info<rest::RegistrationForm>().fields()) {
    read.emplace(field.name);
    const auto facts = schema.at("properties").value(std::string{field.name}, json::object());
    if (field.max_length != 0) CHECK(facts.value("maxLength", 0U) == field.max_length);
  }
  CHECK(described == read);
}

TEST_CASE("every header of the contract stands in the description") {
  const RestWorld world;
  const auto whole = document(world);
  const auto& paths = whole.at("paths");
  CHECK(paths.at("/api/wards/").at("post").dump().find("Idempotency-Key") != std::string::npos);
  CHECK(paths.at("/api/wards/{id}/").at("patch").dump().find("If-Match") != std::string::npos);
  CHECK(paths.at("/api/wards/{id}/").at("get").at("responses").contains("304"));
  const auto& answers = whole.at("components").at("responses");
  CHECK(answers.at("Throttled").at("headers").contains("Retry-After"));
  CHECK(answers.at("Unauthenticated").at("headers").contains("WWW-Authenticate"));
}

TEST_CASE("the page for people needs nobody, and loads nothing from elsewhere") {
  const RestWorld world;
  const auto page = world.get("/api/docs", {});
  CHECK(page.status == 200);
  CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(page.header("Content-Security-Policy").starts_with("default-src 'none'; style-src 'self'"));
  CHECK(page.body.find("<script") == std::string::npos);
  CHECK(page.body.find("http://") == std::string::npos);
  CHECK(page.body.find("https://") == std::string::npos);
  CHECK(page.body.find(" style=") == std::string::npos);
  const auto style = world.get("/api/docs/style.css", {});
  CHECK(style.status == 200);
  CHECK(style.header("Content-Type") == "text/css; charset=utf-8");
  CHECK(style.body.find("url(") == std::string::npos);
}

TEST_CASE("the page has every call and every schema, and its links lead somewhere") {
  const RestWorld world;
  const auto whole = document(world);
  const auto page = world.get("/api/docs", {}).body;
  for_each_call(whole, [&](const auto&, const auto&, const json& call) {
    CHECK(page.find("<h3 id=\"" + call.at("operationId").get<std::string>() + "\">") !=
          std::string::npos);
  });
  for (const auto& [name, ignored] : whole.at("components").at("schemas").items())
    CHECK(page.find("<h3 id=\"schema-" + name + "\">") != std::string::npos);
  for (auto link = page.find("href=\"#"); link != std::string::npos;
       link = page.find("href=\"#", link + 1)) {
    const auto begin = link + 7;
    const auto target = page.substr(begin, page.find('"', begin) - begin);
    CAPTURE(target);
    CHECK(page.find("id=\"" + target + "\"") != std::string::npos);
  }
}

TEST_CASE(
    "the page can be read without eyes: a language, one title, landmarks, headings in order") {
  const RestWorld world;
  const auto page = world.get("/api/docs", {}).body;
  for (const char* part : {"<html lang=\"en\">",
                           "<title>",
                           "<main id=\"main\">",
                           "<nav aria-label=",
                           "<header>",
                           "<caption>",
                           "scope=\"col\"",
                           "scope=\"row\"",
                           "href=\"#main\""})
    CHECK(page.find(part) != std::string::npos);
  int level = 0;
  int titles = 0;
  for (auto heading = page.find("<h"); heading != std::string::npos;
       heading = page.find("<h", heading + 1)) {
    const int next = page.at(heading + 2) - '0';
    if (next < 1 || next > 6) continue;
    titles += next == 1 ? 1 : 0;
    CHECK(next <= level + 1);
    level = next;
  }
  CHECK(titles == 1);
}

#include "salus/codec/openapi.hpp"

#include <array>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "codec/specimen.hpp"

namespace salus {

/// An entity without a collection: internal, so not to be told of.
struct Rack {
  Id<Rack> id;
};

template <>
struct Describe<Rack> {
  static constexpr auto entity =
      salus::entity<Rack>("rack", "", field<&Rack::id>("id", primary_key, read_only));
};

template <>
struct Filters<Specimen> {
  static constexpr std::array filters{
      filter<Date>("taken_after", "Taken after this day.",
                   [](Date day) { return f<&Specimen::taken_on> > day; }),
      filter<bool>("note", "Has a note.", [](bool) { return !is_null(f<&Specimen::note>); })};
};

}  // namespace salus

namespace {

using namespace salus;
using nlohmann::json;

Catalog catalog() {
  Catalog catalog;
  catalog.add<Rack>().add<Specimen>();
  return catalog;
}

json document() { return json::parse(openapi_document(catalog())); }

json schema(std::string_view name) { return document()["components"]["schemas"][name]; }

json specimen_path() { return document()["paths"]["/api/specimens/"]; }
json specimen_row_path() { return document()["paths"]["/api/specimens/{id}/"]; }

std::vector<std::string> keys(const json& object) {
  std::vector<std::string> names;
  for (const auto& [name, ignored] : object.items()) names.push_back(name);
  return names;
}

/// Calls `visit` with every `$ref` at any depth.
template <class Visit>
void for_each_reference(const json& node, Visit visit) {
  if (node.is_object() && node.contains("$ref")) visit(node["$ref"].get<std::string>());
  if (node.is_structured()) {
    for (const auto& child : node) for_each_reference(child, visit);
  }
}

}  // namespace

TEST_CASE("The document says what it is and where it is served") {
  const auto named =
      json::parse(openapi_document(catalog(), {"St Mary's", "1.4", "https://clinic.example"}));
  CHECK(named["openapi"] == "3.1.0");
  CHECK(named["info"]["title"] == "St Mary's");
  CHECK(named["info"]["version"] == "1.4");
  CHECK(named["servers"][0]["url"] == "https://clinic.example");
  CHECK_FALSE(document().contains("servers"));
}

TEST_CASE("The same catalog makes the same bytes") {
  CHECK(openapi_document(catalog()) == openapi_document(catalog()));
}

TEST_CASE("Every reference leads somewhere") {
  const auto whole = document();
  for_each_reference(whole, [&whole](const std::string& reference) {
    CAPTURE(reference);
    REQUIRE(reference.starts_with("#"));
    CHECK(whole.contains(json::json_pointer{reference.substr(1)}));
  });
}

TEST_CASE("Entities without a collection are not told of") {
  CHECK(openapi_document(catalog()).find("Rack") == std::string::npos);
}

TEST_CASE("A row is described as it is written") {
  const auto properties = schema("Specimen")["properties"];
  CHECK(properties["name"] == json{{"type", "string"}, {"maxLength", 20}});
  CHECK(properties["email"] ==
        json{{"type", {"string", "null"}}, {"format", "email"}, {"maxLength", 254}});
  CHECK(properties["count"] == json{{"type", "integer"}, {"format", "int64"}});
  CHECK(properties["twin"]["type"] == json{"string", "null"});
  CHECK(properties["twin"]["description"] == "Refers to Specimen.");
  CHECK(properties["former_quality"]["enum"] == json{"poor", "medium", "good", nullptr});
  CHECK_FALSE(properties["data"].contains("type"));
  CHECK(properties["created_at"]["readOnly"] == true);
  CHECK_FALSE(properties.contains("secret_code"));
  CHECK_FALSE(properties.contains("organization_id"));
}

TEST_CASE("A creation has what can be given and demands what is required") {
  CHECK(schema("SpecimenCreation")["required"] == json{"name", "parent"});
  CHECK(schema("SpecimenCreation")["properties"]["name"]["minLength"] == 1);
  CHECK_FALSE(schema("SpecimenCreation")["properties"].contains("id"));
}

TEST_CASE("A patch demands nothing") {
  CHECK_FALSE(schema("SpecimenPatch").contains("required"));
  CHECK(keys(schema("SpecimenPatch")["properties"]) ==
        keys(schema("SpecimenCreation")["properties"]));
}

TEST_CASE("A list takes every filter once, an order and a page") {
  const auto parameters = specimen_path()["get"]["parameters"];
  std::vector<std::string> names;
  for (const auto& parameter : parameters) names.push_back(parameter["name"]);
  CHECK(names == std::vector<std::string>{"quality",
                                          "taken_after",
                                          "note",
                                          "ordering",
                                          "page",
                                          "page_size",
                                          "cursor",
                                          "count",
                                          "format"});
  CHECK(parameters[0]["schema"]["enum"] == json{"poor", "medium", "good"});
  CHECK(parameters[1]["description"] == "Taken after this day.");
  CHECK(parameters[2]["schema"]["type"] == "boolean");
  CHECK(parameters[3]["schema"]["items"]["enum"] ==
        json{"id", "-id", "name", "-name", "count", "-count", "created_at", "-created_at"});
}

TEST_CASE("Every call names its answers") {
  CHECK(keys(specimen_path()["post"]["responses"]) ==
        std::vector<std::string>{
            "201", "400", "401", "403", "406", "409", "413", "415", "422", "500", "503"});
  CHECK(keys(specimen_row_path()["patch"]["responses"]) ==
        std::vector<std::string>{
            "200", "400", "401", "403", "404", "406", "412", "413", "415", "500", "503"});
  CHECK(keys(specimen_row_path()["delete"]["responses"]).front() == "204");
  CHECK(specimen_row_path()["get"]["responses"]["200"]["headers"].contains("ETag"));
}

TEST_CASE("A list is described as a page and as files") {
  const auto content = specimen_path()["get"]["responses"]["200"]["content"];
  CHECK(keys(content) ==
        std::vector<std::string>{"application/json", "application/x-ndjson", "text/csv"});
}

TEST_CASE("What comes before and after a row is described") {
  CHECK(document()["paths"].contains("/api/specimens/{id}/history/"));
}

TEST_CASE("All but the log-in and what the host says of itself need a token") {
  const auto whole = document();
  CHECK(whole["paths"]["/healthz"]["get"]["security"] == json::array());
  CHECK_FALSE(whole["paths"]["/api/"]["get"].contains("security"));
  CHECK(whole["security"] == json{{{"bearer", json::array()}}});
  CHECK(whole["paths"]["/api/auth/login/"]["post"]["security"] == json::array());
  CHECK(whole["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer");
}

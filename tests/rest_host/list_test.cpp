#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;

namespace {

using Names = std::vector<std::string>;

/// What is said of one parameter.
std::string complaint(const Answer& answer, const char* parameter) {
  CHECK(answer.status == 400);
  return answer.json().at(parameter).at(0);
}

}  // namespace

TEST_CASE("a doctor lists exactly the patients of active relationships") {
  const RestWorld world;
  const auto answer = world.get("/api/patients/?ordering=name", world.ada());
  CHECK(answer.status == 200);
  CHECK(answer.header("Content-Type") == "application/json");
  CHECK(names_in(answer) == Names{"Amara Okafor", "Ben Müller"});
  CHECK(names_in(world.get("/api/patients/", world.bo())) == Names{"Cleo Dubois"});
  CHECK(names_in(world.get("/api/patients/", world.amara())) == Names{"Amara Okafor"});
  CHECK(world.get("/api/patients/", world.root()).json().at("count") == 4);
}

TEST_CASE("the envelope counts, links and lists") {
  const RestWorld world;
  const auto page = world.get("/api/patients/?page_size=1&ordering=-mrn", world.ada()).json();
  CHECK(page.at("count") == 2);
  CHECK(page.at("next") == "http://clinic.test/api/patients/?ordering=-mrn&page=2&page_size=1");
  CHECK(page.at("previous").is_null());
  CHECK(page.at("results").size() == 1);
  CHECK(page.at("results").at(0).at("mrn") == "M-2");
}

TEST_CASE("links keep other parameters sorted and escaped, and page 1 has no number") {
  const RestWorld world;
  const auto page =
      world
          .get("/api/patients/?page=2&page_size=1&ordering=mrn&family_name=&ordering=-mrn,%20name",
               world.root())
          .json();
  CHECK(page.at("previous") ==
        "http://clinic.test/api/patients/?family_name=&ordering=-mrn%2C+name&page_size=1");
  CHECK(page.at("next") ==
        "http://clinic.test/api/patients/?family_name=&ordering=-mrn%2C+name&page=3&page_size=1");
}

TEST_CASE("a page is a number that is there, or the last") {
  const RestWorld world;
  const auto status = [&world](const char* page) {
    return world.get(std::string{"/api/patients/?page_size=3&page="} + page, world.root()).status;
  };
  for (const char* page : {"", "1", "2", "%2B2", "last"}) CHECK(status(page) == 200);
  for (const char* page : {"0", "-1", "3", "1.0", "abc", "99999999999999999999999"}) {
    CAPTURE(page);
    CHECK(status(page) == 404);
  }
  CHECK(world.get("/api/patients/?page=9", world.root()).detail() == "Invalid page.");
  CHECK(world.get("/api/patients/?mrn=none&page=2", world.root()).status == 404);
  CHECK(world.get("/api/patients/?mrn=none", world.root()).body ==
        R"({"count":0,"next":null,"previous":null,"results":[]})");
}

TEST_CASE("a bad page size falls back, a large one is cut") {
  const RestWorld world;
  for (const char* size : {"", "0", "-3", "x", "1.5", "501", "500"}) {
    CAPTURE(size);
    CHECK(world.get(std::string{"/api/patients/?page_size="} + size, world.root())
              .json()
              .at("results")
              .size() == 4);
  }
}

TEST_CASE("the order is by sortable fields, and by id in the end") {
  const RestWorld world;
  CHECK(names_in(world.get("/api/patients/?ordering=-name", world.ada())) ==
        Names{"Ben Müller", "Amara Okafor"});
  auto by_id = names_in(world.get("/api/patients/?ordering=birth_date,id", world.ada()));
  std::ranges::reverse(by_id);
  CHECK(names_in(world.get("/api/patients/?ordering=birth_date,-id", world.ada())) == by_id);
  CHECK(names_in(world.get("/api/patients/?ordering=-created_at", world.ada())).size() == 2);
  CHECK(complaint(world.get("/api/patients/?ordering=nome", world.ada()), "ordering") ==
        "\"nome\" is nothing this list can be ordered by. Did you mean \"name\"?");
  CHECK(world.get("/api/patients/?ordering=allergies", world.ada()).status == 400);
}

TEST_CASE("filters come from the table, and are ANDed") {
  const RestWorld world;
  CHECK(names_in(world.get("/api/doctors/?specialization=neurology", world.ada())) ==
        Names{"Dr. bo"});
  CHECK(names_in(world.get("/api/doctors/?specialization=CARDIOLOGY&accepting_patients=yes",
                           world.ada())) == Names{"Dr. ada"});
  CHECK(names_in(world.get("/api/patients/?birth_date=02/29/1980&mrn=M-2", world.ada())) ==
        Names{"Ben Müller"});
  CHECK(names_in(world.get("/api/patients/?mrn=M-1&mrn=M-2", world.ada())) == Names{"Ben Müller"});
  CHECK(world.get("/api/patients/?mrn=%20&sex=", world.ada()).json().at("count") == 2);
}

TEST_CASE("a filter sees only what its caller may") {
  const RestWorld world;
  CHECK(world.get("/api/patients/?doctor_id=" + world.small.bo.to_string(), world.ada())
            .json()
            .at("count") == 0);
  CHECK(names_in(world.get("/api/patients/?doctor_id=" + world.small.bo.to_string(),
                           world.root())) == Names{"Cleo Dubois"});
  CHECK(world.get("/api/patients/?mrn=M-3", world.ada()).json().at("count") == 0);
}

TEST_CASE("bad values are named together") {
  const RestWorld world;
  const auto answer =
      world.get("/api/patients/?sex=m&birth_date=29-02-1980&doctor_id=abc&mrn=%00", world.ada());
  CHECK(answer.status == 400);
  CHECK(answer.json() ==
        nlohmann::json{
            {"sex", {"Select a valid choice. m is not one of the available choices."}},
            {"birth_date", {"Enter a valid date."}},
            {"doctor_id", {"Enter a valid UUID."}},
            {"mrn", {"Null characters are not allowed."}},
        });
  CHECK(complaint(world.get("/api/doctors/?accepting_patients=perhaps", world.ada()),
                  "accepting_patients") == "Must be a valid boolean.");
}

TEST_CASE("an unknown parameter is refused and the nearest known one named") {
  const RestWorld world;
  CHECK(complaint(world.get("/api/doctors/?specialisation=x", world.ada()), "specialisation") ==
        "Unknown parameter. Did you mean \"specialization\"?");
  CHECK(complaint(world.get("/api/doctors/?pagesize=", world.ada()), "pagesize") ==
        "Unknown parameter. Did you mean \"page_size\"?");
  CHECK(world.get("/api/patients/?search=x", world.ada()).status == 400);
}

TEST_CASE("lenient lists ignore what they do not know") {
  const RestWorld world;
  const rest::Api lenient{
      world.small.clinic, world.tokens, {.unknown_parameters = rest::UnknownParameters::ignore}};
  const rest::Request request{.method = "GET",
                              .target = "/api/doctors/?specialisation=x&ordering=shoe_size",
                              .headers = {{"Authorization", "Bearer " + world.ada()}},
                              .body = {},
                              .base_url = {}};
  CHECK(lenient.handle(request).status == 200);
}

TEST_CASE("a row shows the fields that its reader may see") {
  const RestWorld world;
  const auto of_doctor = world.get("/api/mappings/", world.ada()).json().at("results").at(0);
  CHECK(of_doctor.at("notes") == "Seen once.");
  const auto of_patient = world.get("/api/mappings/", world.amara()).json().at("results").at(0);
  CHECK_FALSE(of_patient.contains("notes"));
  CHECK(of_patient.at("status") == "active");
}

TEST_CASE("a field that is never shown can neither be searched nor sorted by") {
  const RestWorld world;
  CHECK(world.get("/api/users/?email=ada@example.org", world.amara()).json().at("count") == 0);
  CHECK(world.get("/api/users/", world.root()).body.find("password") == std::string::npos);
  CHECK(world.get("/api/users/?ordering=password_hash", world.root()).status == 400);
}

#include <algorithm>
#include <set>

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

/// By Ada, about Amara.
void create_record(const RestWorld& world, RecordType type) {
  MedicalRecord record;
  record.patient = world.small.amara;
  record.author = world.small.ada;
  record.record_type = type;
  record.title = "Seen";
  world.small.as_ada().create(record);
}

/// The page behind a link.
Answer follow(const RestWorld& world, const std::string& link, const std::string& token) {
  return world.get(link.substr(std::string_view{"http://clinic.test"}.size()), token);
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
        "http://clinic.test/api/patients/"
        "?family_name=&ordering=mrn&ordering=-mrn%2C+name&page_size=1");
  CHECK(page.at("next") ==
        "http://clinic.test/api/patients/"
        "?family_name=&ordering=mrn&ordering=-mrn%2C+name&page=3&page_size=1");
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

TEST_CASE("a search finds the beginnings of words, and only of what its caller sees") {
  const RestWorld world;
  const auto found = [&world](const std::string& text, const std::string& token) {
    return names_in(world.get("/api/patients/?ordering=name&search=" + text, token));
  };
  CHECK(found("MULL", world.ada()) == Names{"Ben Müller"});
  CHECK(found("m%C3%BCller%20ben", world.ada()) == Names{"Ben Müller"});
  CHECK(found("%22amara%20oka%22", world.ada()) == Names{"Amara Okafor"});
  CHECK(found("%22oka%20amara%22", world.ada()).empty());
  CHECK(found("cleo", world.ada()).empty());
  CHECK(found("kafor", world.ada()).empty());
  CHECK(found("", world.ada()) == Names{"Amara Okafor", "Ben Müller"});
  CHECK(complaint(world.get("/api/patients/?search=%00", world.ada()), "search") ==
        "Null characters are not allowed.");
  CHECK(world.get("/api/doctors/?search=NEURO&count=none", world.amara())
            .json()
            .at("results")
            .size() == 1);
}

TEST_CASE("filters of names, languages, insurers and roles") {
  const RestWorld world;
  auto root = world.small.as_root();
  const auto ben = *root.get(world.small.ben);
  root.update(ben,
              set(f<&Patient::insurance>,
                  Json::from_canonical(R"({"policy_number":"7","provider":"Acme \"Life\""})")));
  const auto ada = *root.get(world.small.ada);
  root.update(ada, set(f<&Doctor::languages>, std::vector<std::string>{"en", "yo"}));
  const auto count = [&world](const std::string& target) {
    return world.get(target, world.root()).json().at("count");
  };
  CHECK(count("/api/patients/?name=ULLE") == 0);
  CHECK(count("/api/patients/?name=OKAF") == 1);
  CHECK(count("/api/patients/?insurance_provider=Acme%20%22Life%22") == 1);
  CHECK(count("/api/patients/?insurance_provider=Acme") == 0);
  CHECK(count("/api/doctors/?language=yo") == 1);
  CHECK(count("/api/doctors/?language=y") == 0);
  CHECK(count("/api/users/?role=doctor") == 2);
  CHECK(count("/api/users/?role=admin_staff") == 1);
  CHECK(world.get("/api/users/?role=pope", world.root()).status == 400);
}

TEST_CASE("a repeatable filter takes any of its values") {
  const RestWorld world;
  for (const auto type : {RecordType::note, RecordType::vital, RecordType::allergy})
    create_record(world, type);
  const auto answer =
      world.get("/api/records/?record_type=note&record_type=vital&page_size=1", world.ada()).json();
  CHECK(answer.at("count") == 2);
  CHECK(answer.at("next") ==
        "http://clinic.test/api/records/?page=2&page_size=1&record_type=note&record_type=vital");
  CHECK(world.get("/api/records/?record_type=note&record_type=x", world.ada()).status == 400);
}

TEST_CASE("cursor pages lead from one to the next and back, without a count") {
  const RestWorld world;
  const auto follow_as_root = [&world](const nlohmann::json& link) {
    return follow(world, link, world.root());
  };
  const auto first =
      world.get("/api/patients/?cursor=&page_size=2&ordering=-name&page=7", world.root());
  CHECK(names_in(first) == Names{"Dara Sok", "Cleo Dubois"});
  CHECK_FALSE(first.json().contains("count"));
  CHECK(first.json().at("previous").is_null());
  const auto second = follow_as_root(first.json().at("next"));
  CHECK(names_in(second) == Names{"Ben Müller", "Amara Okafor"});
  CHECK(second.json().at("next").is_null());
  const auto back = follow_as_root(second.json().at("previous"));
  CHECK(names_in(back) == names_in(first));
  CHECK(back.json().at("previous").is_null());
  CHECK(names_in(follow_as_root(back.json().at("next"))) == names_in(second));
  const auto bad = world.get("/api/patients/?cursor=abc", world.root());
  CHECK(bad.status == 404);
  CHECK(bad.detail() == "Invalid cursor");
}

TEST_CASE("cursors lead over every row and back, whatever letter they begin with") {
  const RestWorld world;
  constexpr std::size_t rows = 200;
  for (std::size_t i = 0; i < rows; ++i) create_record(world, RecordType::note);
  nlohmann::json page{{"next", "http://clinic.test/api/records/?cursor=&page_size=1"}};
  const auto ids_along = [&](const char* link) {
    std::vector<std::string> ids;
    while (!page.at(link).is_null()) {
      page = follow(world, page.at(link), world.ada()).json();
      ids.push_back(page.at("results").at(0).at("id"));
    }
    return ids;
  };
  auto forwards = ids_along("next");
  CHECK(std::set(forwards.begin(), forwards.end()).size() == rows);
  auto backwards = ids_along("previous");
  std::ranges::reverse(backwards);
  forwards.pop_back();
  CHECK(backwards == forwards);
}

TEST_CASE("a count costs what its mode says") {
  const RestWorld world;
  const auto page = [&world](const std::string& query) {
    return world.get("/api/patients/?page_size=3&" + query, world.root());
  };
  CHECK(page("count=exact").json().at("count") == 4);
  CHECK(page("count=estimate").json().at("count") == 4);
  CHECK_FALSE(page("count=estimate").json().contains("count_is_at_least"));
  const auto uncounted = page("count=none");
  CHECK(uncounted.json().at("count").is_null());
  CHECK(uncounted.json().at("results").size() == 3);
  CHECK(uncounted.json().at("next") ==
        "http://clinic.test/api/patients/?count=none&page=2&page_size=3");
  CHECK(page("count=none&page=2").json().at("next").is_null());
  CHECK(page("count=none&page=2").json().at("results").size() == 1);
  CHECK(page("count=none&page=3").status == 404);
  CHECK(page("count=none&page=last").status == 404);
  CHECK(page("count=perhaps").status == 400);
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
  CHECK(world.get("/api/mappings/?search=x", world.ada()).status == 400);
}

TEST_CASE("lenient lists ignore what they do not know") {
  const RestWorld world;
  const rest::Api lenient{world.small.clinic,
                          {.unknown_parameters = rest::UnknownParameters::ignore}};
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

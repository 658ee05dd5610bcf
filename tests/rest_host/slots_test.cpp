// Free slots, and appointments in each other's way, on the wire.

#include <catch2/catch_test_macros.hpp>

#include "rest_host/rest_world.hpp"

using namespace salus;
using nlohmann::json;
using salus::test::RestWorld;

namespace {

std::string booking(const RestWorld& world, Id<Patient> patient, const std::string& starts,
                    const std::string& ends, const std::string& more = {}) {
  return R"({"doctor":")" + world.small.ada.to_string() + R"(","patient":")" + patient.to_string() +
         R"(","starts_at":")" + starts + R"(","ends_at":")" + ends + '"' + more + "}";
}

void open_tuesdays(const RestWorld& world) {
  auto root = world.small.as_root();
  const Availability hours{.weekday = Weekday::tuesday,
                           .starts = parse_time_of_day("09:00").value(),
                           .ends = parse_time_of_day("10:00").value(),
                           .location = "Room 4"};
  root.update(root.get(world.small.ada).value(), set(f<&Doctor::availability>, std::vector{hours}));
}

}  // namespace

TEST_CASE("an appointment in another's way is a conflict with a code") {
  const RestWorld world;
  const auto book = [&](Id<Patient> patient, const std::string& more = {}) {
    return world.call("POST",
                      "/api/appointments/",
                      world.root(),
                      booking(world, patient, "2026-12-01T09:00Z", "2026-12-01T09:30Z", more));
  };
  CHECK(book(world.small.ben).status == 201);
  const auto busy = book(world.small.amara);
  CHECK(busy.status == 409);
  CHECK(busy.json() == json{{"detail", "The doctor has another appointment at this time."},
                            {"code", "doctor_busy"}});
  CHECK(book(world.small.amara, R"(,"override_reason":"A broken arm.")").status == 201);
}

TEST_CASE("free slots are listed for whoever may read the doctor's availability") {
  const RestWorld world;
  open_tuesdays(world);
  const auto path = "/api/doctors/" + world.small.ada.to_string() + "/slots/";
  const auto answer =
      world.get(path + "?from=2026-12-01T00:00Z&to=2026-12-02T00:00Z", world.amara());
  CHECK(answer.status == 200);
  CHECK(answer.json().at("count") == 2);
  CHECK(answer.json().at("results").at(0) == json{{"starts_at", "2026-12-01T09:00:00Z"},
                                                  {"ends_at", "2026-12-01T09:30:00Z"},
                                                  {"location", "Room 4"}});
  const auto wrong = world.get(path + "?from=soon&until=later", world.amara());
  CHECK(wrong.status == 400);
  CHECK(wrong.json().contains("from"));
  CHECK(wrong.json().at("to") == json::array({"This field is required."}));
  CHECK(wrong.json().contains("until"));
  CHECK(world
            .get("/api/doctors/" + world.small.ben.to_string() +
                     "/slots/?from=2026-12-01T00:00Z&to=2026-12-02T00:00Z",
                 world.amara())
            .status == 404);
  CHECK(world.get("/api/patients/" + world.small.amara.to_string() + "/slots/", world.amara())
            .status == 404);
}

TEST_CASE("doctors are filtered by the time in which they work") {
  const RestWorld world;
  open_tuesdays(world);
  const auto count = [&](const std::string& query) {
    return world.get("/api/doctors/?" + query, world.root()).json().at("count");
  };
  CHECK(count("available_on=2026-12-01") == 1);
  CHECK(count("available_on=2026-12-02") == 0);
  CHECK(count("available_from=2026-12-01T09:30Z&available_to=2026-12-01T12:00Z") == 1);
  CHECK(count("available_from=2026-12-01T10:00Z&available_to=2026-12-01T12:00Z") == 0);
  const auto wrong =
      world.get("/api/doctors/?available_from=2026-12-01T10:00Z&available_to=2026-12-01T10:00Z",
                world.root());
  CHECK(wrong.status == 400);
  CHECK(wrong.json().contains("available_to"));
}

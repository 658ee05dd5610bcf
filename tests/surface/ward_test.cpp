#include "surface/ward.hpp"

#include <functional>

#include <catch2/catch_test_macros.hpp>

#include "salus/service/identity.hpp"

#include "rest_host/api/api.hpp"
#include "support/every_adapter.hpp"

using namespace salus;
using vendor::Ward;
using vendor::WardKind;

namespace {

void on_every_adapter(const std::function<void(test::SmallClinic&)>& check) {
  test::on_every_adapter(vendor::catalog(), vendor::policy(), check);
}

Ward north(Id<Doctor> head) {
  return {
      .name = "North", .kind = WardKind::maternity, .beds = 12, .head = head, .door_code = "4711"};
}

TimeOfDay at(int hour) { return {std::chrono::hours{hour}}; }

}  // namespace

TEST_CASE("a vendor's entity is stored, narrowed by the policy and masked") {
  on_every_adapter([](test::SmallClinic& world) {
    auto root = world.as_root();
    const auto ward = root.create(north(world.ada));
    auto ada = world.as_ada();
    const auto seen = ada.get(ward->id).value();
    CHECK(seen->name == "North");
    CHECK(seen->kind == WardKind::maternity);
    CHECK_FALSE(seen.shows<&Ward::door_code>());
    CHECK(world.as_amara().count<Ward>() == 0);
    CHECK_FALSE(world.as_amara().get(ward->id));
  });
}

TEST_CASE("a vendor's entity is validated and journalled") {
  on_every_adapter([](test::SmallClinic& world) {
    auto root = world.as_root();
    const auto entries = root.count<JournalEntry>();
    try {
      root.create(Ward{.name = "", .door_code = std::string(21, '1')});
      FAIL("a ward without a name was made");
    } catch (const Error& error) {
      CHECK(error.issues().mentions("name"));
      CHECK(error.issues().mentions("door_code"));
    }
    try {
      root.create(Ward{.name = "South", .beds = 0});
      FAIL("a ward without beds was made");
    } catch (const Error& error) {
      CHECK(*error.issues().begin() == Issue{"beds", "no_beds", "A ward has at least one bed."});
    }
    root.create(north(world.ada));
    CHECK_THROWS_AS(root.create(north(world.bo)), Error);
    CHECK(root.count<JournalEntry>() == entries + 1);
    CHECK(root.count<JournalEntry>(where(f<&JournalEntry::entity> == "ward")) == 1);
  });
}

TEST_CASE(
    "nested values are stored in one column, read back, and wrong ones named by their paths") {
  on_every_adapter([](test::SmallClinic& world) {
    auto root = world.as_root();
    auto ward = north(world.ada);
    ward.visiting_hours = {{.weekday = Weekday::monday, .starts = at(9), .ends = at(11)},
                           {.starts = at(14), .ends = at(17), .note = "\"two\" at a time"}};
    const auto made = root.create(ward);
    auto ada = world.as_ada();
    const auto seen = ada.get(made->id).value();
    REQUIRE(seen->visiting_hours.size() == 2);
    CHECK(seen->visiting_hours[0].weekday == Weekday::monday);
    CHECK(seen->visiting_hours[0].ends == at(11));
    CHECK_FALSE(seen->visiting_hours[0].note);
    CHECK(seen->visiting_hours[1].note == "\"two\" at a time");

    ward.visiting_hours[1].ends = at(14);
    ward.visiting_hours[0].note = std::string(81, 'x');
    try {
      root.update(made, set(f<&Ward::visiting_hours>, ward.visiting_hours));
      FAIL("visits that end before they start were kept");
    } catch (const Error& error) {
      CHECK(error.issues().size() == 2);
      CHECK(error.issues().mentions("visiting_hours[0].note"));
      CHECK(error.issues().mentions("visiting_hours[1].ends"));
      CHECK(error.issues().mentions("visiting_hours"));
    }
    CHECK(root.update(made, set(f<&Ward::visiting_hours>, {}))->visiting_hours.empty());
  });
}

TEST_CASE("a vendor's entity is listed over REST and described in OpenAPI") {
  on_every_adapter([](test::SmallClinic& world) {
    auto root = world.as_root();
    root.create(north(world.ada));
    const rest::Api api{world.clinic};
    const auto pair = Identity{world.clinic}.issue_tokens(root);
    const rest::Headers headers{{"Authorization", "Bearer " + pair.access}};
    const auto list =
        api.handle({.method = "GET", .target = "/api/wards/?beds_at_least=12", .headers = headers});
    CHECK(list.status == 200);
    CHECK(list.body.find("\"name\":\"North\"") != std::string::npos);
    const auto none =
        api.handle({.method = "GET", .target = "/api/wards/?beds_at_least=13", .headers = headers});
    CHECK(none.body.find("\"count\":0") != std::string::npos);
    const auto document =
        api.handle({.method = "GET", .target = "/api/openapi.json", .headers = headers});
    CHECK(document.body.find("/api/wards/") != std::string::npos);
    CHECK(document.body.find("beds_at_least") != std::string::npos);
    CHECK(document.body.find("#/components/schemas/VisitingHours") != std::string::npos);
  });
}

#include <functional>

#include <catch2/catch_test_macros.hpp>

#include "support/every_adapter.hpp"

using namespace salus;

namespace {

std::uint64_t count(Session& session, std::string_view filter, std::string_view day) {
  for (const auto& known : Filters<CareRelationship>::filters) {
    if (known.name == filter)
      return session.count<CareRelationship>(
          where(known.condition(parse_date(day).value(), session.calendar())));
  }
  return 0;
}

Timestamp moment(std::string_view text) { return parse_timestamp(text).value(); }

}  // namespace

TEST_CASE("a filter by day means the day of the organization's zone, however long that is") {
  test::on_every_adapter(domain_catalog(), default_policy(), [](test::SmallClinic& world) {
    auto root = world.as_root();
    CHECK(root.calendar().time_zone() == "UTC");
    root.update(root.list<Organization>().at(0),
                set(f<&Organization::time_zone>, "America/Sao_Paulo"));
    root = world.as_root();  // a session keeps the zone it has read
    // 2018-11-04 has no midnight there: it begins at 01:00, which is 03:00 UTC.
    test::SmallClinic::relate(
        root, world.bo, world.dara, moment("2018-11-04T02:59Z"), moment("2018-11-04T03:00Z"));
    test::SmallClinic::relate(
        root, world.bo, world.ben, moment("2018-11-04T03:00Z"), moment("2018-11-05T02:00Z"));
    CHECK(count(root, "active_on", "2018-11-03") == 1);
    CHECK(count(root, "active_on", "2018-11-04") == 1);
    CHECK(count(root, "active_on", "2018-11-05") == 0);

    // An hour past midnight in UTC, the evening before in São Paulo.
    world.world->now = moment("2026-11-25T01:00Z");
    const auto entered = root.get(test::SmallClinic::relate(
        root, world.bo, world.amara, moment("2026-11-25T00:00Z"), std::nullopt));
    CHECK(count(root, "created_after", "2026-11-25") == 0);
    CHECK(count(root, "created_after", "2026-11-24") == root.count<CareRelationship>());
    CHECK(count(root, "created_before", "2026-11-23") == 0);
    CHECK((*entered)->established_on == parse_date("2026-11-24"));
  });
}

#include "salus/core/time_zone.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"

using namespace salus;
using namespace std::chrono;

namespace {

Date date(std::string_view text) { return parse_date(text).value(); }
Timestamp moment(std::string_view text) { return parse_timestamp(text).value(); }

std::string utc(std::string_view zone, std::string_view wall_clock) {
  return to_string(to_utc(zone, LocalTime{moment(wall_clock).time_since_epoch()}));
}

std::string range(std::string_view zone, std::string_view day) {
  const auto found = day_range(zone, date(day));
  return to_string(found.begin) + " " + to_string(found.end);
}

std::string refusal(std::string_view zone, std::string_view wall_clock) {
  try {
    return utc(zone, wall_clock);
  } catch (const Error& error) {
    return error.what();
  }
}

class FixedCalendar final : public Calendar {
 public:
  explicit FixedCalendar(std::string_view zone) : zone_{zone} {}
  std::string_view time_zone() override { return zone_; }

 private:
  std::string_view zone_;
};

}  // namespace

TEST_CASE("a zone is known by the database's own name") {
  for (const auto* zone :
       {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"}) {
    CAPTURE(zone);
    CHECK(is_known_time_zone(zone));
  }
  for (const auto* zone : {"",
                           "europe/berlin",
                           "Berlin",
                           "Europe/Berlin ",
                           "Mars/Olympus",
                           "../etc/passwd",
                           "+01:00"}) {
    CAPTURE(zone);
    CHECK_FALSE(is_known_time_zone(zone));
  }
}

TEST_CASE("a wall clock is read in its zone, in summer and in winter") {
  CHECK(utc("UTC", "2026-07-01T12:00") == "2026-07-01T12:00:00Z");
  CHECK(utc("Europe/Berlin", "2026-01-15T12:00") == "2026-01-15T11:00:00Z");
  CHECK(utc("Europe/Berlin", "2026-07-15T12:00:00.5") == "2026-07-15T10:00:00.500000Z");
  CHECK(utc("America/New_York", "2026-01-15T20:00") == "2026-01-16T01:00:00Z");
  CHECK(utc("America/New_York", "2026-07-15T20:00") == "2026-07-16T00:00:00Z");
  CHECK(utc("Australia/Lord_Howe", "2026-01-15T00:00") == "2026-01-14T13:00:00Z");
  CHECK(utc("Australia/Lord_Howe", "2026-07-15T00:00") == "2026-07-14T13:30:00Z");
  CHECK(utc("Asia/Kathmandu", "2026-07-15T00:00") == "2026-07-14T18:15:00Z");
}

TEST_CASE("a time that the clock shows twice is refused, and its neighbours are not") {
  CHECK(utc("Europe/Berlin", "2026-10-25T01:59:59") == "2026-10-24T23:59:59Z");
  CHECK(refusal("Europe/Berlin", "2026-10-25T02:00") ==
        "Invalid datetime for the timezone \"Europe/Berlin\".");
  CHECK(refusal("Europe/Berlin", "2026-10-25T02:59:59.999999") ==
        "Invalid datetime for the timezone \"Europe/Berlin\".");
  CHECK(utc("Europe/Berlin", "2026-10-25T03:00") == "2026-10-25T02:00:00Z");
  CHECK(refusal("America/New_York", "2026-11-01T01:30") ==
        "Invalid datetime for the timezone \"America/New_York\".");
  CHECK(utc("Australia/Lord_Howe", "2026-04-05T01:29") == "2026-04-04T14:29:00Z");
  CHECK(refusal("Australia/Lord_Howe", "2026-04-05T01:45") ==
        "Invalid datetime for the timezone \"Australia/Lord_Howe\".");
  CHECK(utc("Australia/Lord_Howe", "2026-04-05T02:00") == "2026-04-04T15:30:00Z");
}

TEST_CASE("a time that the clock leaves out is read as if it had not been set forward") {
  CHECK(utc("Europe/Berlin", "2026-03-29T02:30") == "2026-03-29T01:30:00Z");
  CHECK(utc("America/New_York", "2026-03-08T02:30") == "2026-03-08T07:30:00Z");
  CHECK(utc("Australia/Lord_Howe", "2026-10-04T02:15") == "2026-10-03T15:45:00Z");
}

TEST_CASE("a day has the hours that its zone gives it") {
  CHECK(range("UTC", "2026-03-29") == "2026-03-29T00:00:00Z 2026-03-30T00:00:00Z");
  CHECK(range("Europe/Berlin", "2026-03-29") == "2026-03-28T23:00:00Z 2026-03-29T22:00:00Z");
  CHECK(range("Europe/Berlin", "2026-10-25") == "2026-10-24T22:00:00Z 2026-10-25T23:00:00Z");
  CHECK(range("America/New_York", "2026-03-08") == "2026-03-08T05:00:00Z 2026-03-09T04:00:00Z");
  CHECK(range("America/New_York", "2026-11-01") == "2026-11-01T04:00:00Z 2026-11-02T05:00:00Z");
  CHECK(range("Australia/Lord_Howe", "2026-10-04") == "2026-10-03T13:30:00Z 2026-10-04T13:00:00Z");
  CHECK(range("Australia/Lord_Howe", "2026-04-05") == "2026-04-04T13:00:00Z 2026-04-05T13:30:00Z");
}

TEST_CASE("a day without a midnight begins when clocks were set past it") {
  CHECK(range("America/Sao_Paulo", "2018-11-04") == "2018-11-04T03:00:00Z 2018-11-05T02:00:00Z");
  CHECK(range("America/Sao_Paulo", "2018-11-03") == "2018-11-03T03:00:00Z 2018-11-04T03:00:00Z");
  CHECK(range("Asia/Beirut", "2026-03-29") == "2026-03-28T22:00:00Z 2026-03-29T21:00:00Z");
  CHECK(range("Asia/Beirut", "2026-10-24") == "2026-10-23T21:00:00Z 2026-10-24T22:00:00Z");
}

TEST_CASE("a day with two midnights begins at the first, and one that was left out is empty") {
  CHECK(range("America/Havana", "2018-11-04") == "2018-11-04T04:00:00Z 2018-11-05T05:00:00Z");
  CHECK(range("Pacific/Apia", "2011-12-30") == "2011-12-30T10:00:00Z 2011-12-30T10:00:00Z");
}

TEST_CASE("days follow each other without gap or overlap, and each moment has the day it is in") {
  for (const auto* zone : {"UTC",
                           "Europe/Berlin",
                           "America/New_York",
                           "Australia/Lord_Howe",
                           "America/Sao_Paulo",
                           "Asia/Beirut",
                           "America/Havana",
                           "Pacific/Apia",
                           "Pacific/Kiritimati"}) {
    CAPTURE(zone);
    FixedCalendar calendar{zone};
    auto end = calendar.day(date("2010-12-31")).end;
    for (auto day = date("2011-01-01"); day < date("2019-01-01"); day += days{1}) {
      const auto range = calendar.day(day);
      REQUIRE(range.begin == end);
      end = range.end;
      if (range.begin == range.end) continue;
      REQUIRE(calendar.day_of(range.begin) == day);
      REQUIRE(calendar.day_of(range.end - microseconds{1}) == day);
    }
  }
}

TEST_CASE("an unknown zone is refused by name") {
  CHECK_THROWS_AS(day_range("Mars/Olympus", Date{}), Error);
  CHECK_THROWS_AS(to_utc("Mars/Olympus", LocalTime{}), Error);
}

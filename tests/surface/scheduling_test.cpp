// Free slots, and appointments that cannot overlap, the same on every adapter.

#include "salus/service/scheduling.hpp"

#include <atomic>
#include <functional>
#include <future>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "salus/testing/error_of.hpp"

#include "support/every_adapter.hpp"

using namespace salus;
using salus::testing::code_of;
using salus::testing::error_of;
using test::noon;
using test::SmallClinic;

namespace {

void on_every_adapter(const std::function<void(SmallClinic&)>& check) {
  test::on_every_adapter(domain_catalog(), default_policy(), check);
}

Timestamp moment(std::string_view text) { return parse_timestamp(text).value(); }
Date day(std::string_view text) { return parse_date(text).value(); }
TimeOfDay time(std::string_view text) { return parse_time_of_day(text).value(); }

Appointment visit(Id<Doctor> doctor, Id<Patient> patient, std::string_view from,
                  std::string_view to) {
  return {.doctor = doctor, .patient = patient, .starts_at = moment(from), .ends_at = moment(to)};
}

void open_hours(const SmallClinic& world, std::vector<Availability> hours,
                std::vector<TimeOff> off = {}) {
  auto root = world.as_root();
  root.update(root.get(world.ada).value(),
              set(f<&Doctor::availability>, hours),
              set(f<&Doctor::time_off>, off));
}

std::vector<std::string> starts(const std::vector<Slot>& slots) {
  std::vector<std::string> texts;
  for (const auto& slot : slots) texts.push_back(to_string(slot.starts_at));
  return texts;
}

using Texts = std::vector<std::string>;

/// The slots of one day of one zone, whose doctor works from one o'clock to four in the night.
Texts night_slots(std::string_view zone, std::string_view date) {
  class Clock final : public Calendar {
   public:
    explicit Clock(std::string_view zone) : zone_{zone} {}
    std::string_view time_zone() override { return zone_; }

   private:
    std::string_view zone_;
  };
  Clock clock{zone};
  DoctorTime known;
  for (const auto weekday : {Weekday::saturday, Weekday::sunday})
    known.availability.push_back(
        {.weekday = weekday, .starts = time("01:00"), .ends = time("04:00"), .slot_minutes = 60});
  return starts(free_slots(known, clock.day(day(date)), clock));
}

std::uint64_t count_available(Session& session, std::optional<Value> begin,
                              std::optional<Value> end) {
  SpanFilters spans;
  for (const auto& filter : Filters<Doctor>::filters) {
    if (filter.end == SpanEnd::begin && begin) spans.add(filter, *begin);
    if (filter.end == SpanEnd::end && end) spans.add(filter, *end);
  }
  return session.count<Doctor>(where(spans.condition(session.calendar())));
}

std::uint64_t count_available_on(Session& session, std::string_view date) {
  for (const auto& filter : Filters<Doctor>::filters) {
    if (filter.name == "available_on")
      return session.count<Doctor>(where(filter.condition(day(date), session.calendar())));
  }
  return 0;
}

const Availability tuesday_morning{
    .weekday = Weekday::tuesday, .starts = time("09:00"), .ends = time("11:00")};

}  // namespace

TEST_CASE("nobody is booked twice, whoever sees the other appointment") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    book(root, visit(world.ada, world.cleo, "2026-12-01T09:00Z", "2026-12-01T10:00Z"));
    auto ada = world.as_ada();  // who may not see it, for she no longer cares for Cleo
    CHECK(ada.count<Appointment>() == 0);
    const auto busy = error_of(
        [&] { book(ada, visit(world.ada, world.ben, "2026-12-01T09:30Z", "2026-12-01T10:30Z")); });
    CHECK(busy.code() == ErrorCode::conflict);
    CHECK(busy.constraint() == "doctor_busy");
    CHECK(std::string{busy.what()} == "The doctor has another appointment at this time.");
    const auto patient = error_of(
        [&] { book(root, visit(world.bo, world.cleo, "2026-12-01T09:30Z", "2026-12-01T10:30Z")); });
    CHECK(patient.constraint() == "patient_busy");
    CHECK(root.count<Appointment>() == 1);
    // Who may not make it is not told who is busy.
    CHECK(code_of([&] {
            book(ada, visit(world.bo, world.ben, "2026-12-01T09:30Z", "2026-12-01T10:30Z"));
          }) == ErrorCode::forbidden);
    const auto own =
        book(ada, visit(world.ada, world.ben, "2026-11-25T09:00Z", "2026-11-25T10:00Z"));
    book(root, visit(world.bo, world.cleo, "2026-11-25T09:00Z", "2026-11-25T10:00Z"));
    CHECK(code_of([&] { ada.update(own, set(f<&Appointment::doctor>, world.bo)); }) ==
          ErrorCode::forbidden);
  });
}

TEST_CASE("an appointment is moved and cancelled, and its time is free again") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    auto first = book(ada, visit(world.ada, world.ben, "2026-11-25T09:00Z", "2026-11-25T10:00Z"));
    const auto other =
        book(ada, visit(world.ada, world.amara, "2026-11-25T11:00Z", "2026-11-25T12:00Z"));
    CHECK(error_of([&] {
            reschedule(ada, first, {moment("2026-11-25T11:30Z"), moment("2026-11-25T12:30Z")});
          }).constraint() == "doctor_busy");
    first = reschedule(ada, first, {moment("2026-11-25T10:00Z"), moment("2026-11-25T11:00Z")});
    CHECK(first->starts_at == moment("2026-11-25T10:00Z"));
    CHECK(code_of([&] { cancel(ada, first, " "); }) == ErrorCode::invalid_input);
    first = cancel(ada, first, "Feels better.");
    CHECK(first->status == AppointmentStatus::cancelled);
    CHECK(first->cancel_reason == "Feels better.");
    book(ada, visit(world.ada, world.ben, "2026-11-25T10:00Z", "2026-11-25T11:00Z"));
    CHECK(other->starts_at == moment("2026-11-25T11:00Z"));
  });
}

TEST_CASE("who may override gives a reason, and an overridden appointment takes no time") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    const auto taken = visit(world.ada, world.ben, "2026-11-25T09:00Z", "2026-11-25T10:00Z");
    book(root, taken);
    auto urgent = visit(world.ada, world.amara, "2026-11-25T09:00Z", "2026-11-25T10:00Z");
    urgent.override_reason = "A broken arm.";
    auto ada = world.as_ada();
    CHECK(code_of([&] { book(ada, urgent); }) == ErrorCode::forbidden);
    const auto row = book(root, urgent);
    CHECK(error_of([&] {
            root.update(row, set(f<&Appointment::override_reason>, std::nullopt));
          }).constraint() == "doctor_busy");
    CHECK(root.count<Appointment>() == 2);
  });
}

TEST_CASE("of concurrent bookings of one time one succeeds") {
  on_every_adapter([](SmallClinic& world) {
    for (const std::string day : {"2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"}) {
      auto root = world.as_root();
      const auto earlier =
          book(root, visit(world.ada, world.ben, day + "T07:00Z", day + "T08:00Z"));
      const auto later = visit(world.ada, world.ben, day + "T09:00Z", day + "T10:00Z");
      const auto take = [&](Session& session, int which) {
        if (which == 0)
          reschedule(session, earlier, {later.starts_at, later.ends_at});
        else
          book(session, later);
      };
      std::atomic<int> booked = 0;
      std::atomic<int> busy = 0;
      std::vector<std::future<void>> threads;
      for (int i = 0; i < 12; ++i) {
        threads.push_back(std::async(std::launch::async, [&, i] {
          auto session = world.as_root();
          try {
            take(session, i);
            ++booked;
          } catch (const Error& error) {
            if (error.code() == ErrorCode::conflict) ++busy;
          }
        }));
      }
      for (auto& thread : threads) thread.get();
      CHECK(booked == 1);
      CHECK(busy == 11);
    }
  });
}

TEST_CASE("free slots are hours without time off and appointments, which they do not tell apart") {
  on_every_adapter([](SmallClinic& world) {
    open_hours(world, {tuesday_morning}, {{.from = day("2026-12-08"), .to = day("2026-12-08")}});
    auto root = world.as_root();
    book(root, visit(world.ada, world.cleo, "2026-12-01T09:15Z", "2026-12-01T09:45Z"));
    const auto gone =
        book(root, visit(world.ada, world.dara, "2026-12-01T10:00Z", "2026-12-01T10:30Z"));
    cancel(root, gone, "Moved away.");
    auto amara = world.as_amara();  // a patient, who sees neither
    const DayRange month{noon, noon + std::chrono::days{20}};
    CHECK(starts(amara.free_slots(world.ada, month)) ==
          Texts{"2026-12-01T10:00:00Z", "2026-12-01T10:30:00Z"});
    CHECK(code_of([&] { amara.free_slots(world.ada, {noon, noon}); }) == ErrorCode::invalid_input);
    CHECK(code_of([&] { amara.free_slots(world.ada, {noon, noon + std::chrono::days{40}}); }) ==
          ErrorCode::invalid_input);
    CHECK(code_of([&] { amara.free_slots(Id<Doctor>{}, month); }) == ErrorCode::not_found);
    world.world->now = moment("2026-12-01T10:15Z");
    CHECK(starts(amara.free_slots(world.ada, {noon, noon + std::chrono::days{20}})) ==
          Texts{"2026-12-01T10:30:00Z"});
  });
}

TEST_CASE("hours of the night follow the clock when it is set, in three zones") {
  // Berlin: forward on 29 March at two, back on 25 October at three.
  CHECK(night_slots("Europe/Berlin", "2026-03-29") ==
        Texts{"2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"});
  CHECK(night_slots("Europe/Berlin", "2026-10-25") == Texts{"2026-10-24T23:00:00Z",
                                                            "2026-10-25T00:00:00Z",
                                                            "2026-10-25T01:00:00Z",
                                                            "2026-10-25T02:00:00Z"});
  // New York: forward on 8 March at two, back on 1 November at two; what is shown twice means the first.
  CHECK(night_slots("America/New_York", "2026-03-08") ==
        Texts{"2026-03-08T06:00:00Z", "2026-03-08T07:00:00Z"});
  CHECK(night_slots("America/New_York", "2026-11-01") == Texts{"2026-11-01T05:00:00Z",
                                                               "2026-11-01T06:00:00Z",
                                                               "2026-11-01T07:00:00Z",
                                                               "2026-11-01T08:00:00Z"});
  // Lord Howe Island: by half an hour, forward on 4 October at two, back on 5 April at two.
  CHECK(night_slots("Australia/Lord_Howe", "2026-10-04") ==
        Texts{"2026-10-03T14:30:00Z", "2026-10-03T15:30:00Z"});
  CHECK(night_slots("Australia/Lord_Howe", "2026-04-05") ==
        Texts{"2026-04-04T14:00:00Z", "2026-04-04T15:00:00Z", "2026-04-04T16:00:00Z"});
}

TEST_CASE("doctors are found by a day or a span in which they work") {
  on_every_adapter([](SmallClinic& world) {
    open_hours(world, {tuesday_morning}, {{.from = day("2026-12-08"), .to = day("2026-12-09")}});
    auto root = world.as_root();
    CHECK(count_available_on(root, "2026-12-01") == 1);
    CHECK(count_available_on(root, "2026-12-02") == 0);
    CHECK(count_available_on(root, "2026-12-08") == 0);
    CHECK(count_available(root, moment("2026-12-01T10:00Z"), moment("2026-12-01T12:00Z")) == 1);
    CHECK(count_available(root, moment("2026-12-01T11:00Z"), moment("2026-12-01T12:00Z")) == 0);
    CHECK(count_available(root, moment("2026-12-02T00:00Z"), moment("2026-12-15T09:00Z")) == 0);
    CHECK(count_available(root, moment("2026-12-02T00:00Z"), moment("2026-12-15T09:01Z")) == 1);
    CHECK(count_available(root, moment("2026-12-01T10:59Z"), {}) == 1);
    CHECK(count_available(root, moment("2026-12-01T11:00Z"), {}) == 0);
    CHECK(count_available(root, {}, moment("2026-12-01T09:01Z")) == 1);
    CHECK(count_available(root, {}, moment("2026-12-01T09:00Z")) == 0);
    CHECK(code_of([&] { count_available(root, noon, noon); }) == ErrorCode::invalid_input);
    // A patient may not see time off, so the weekly hours alone count, and nothing is told of the rest.
    auto amara = world.as_amara();
    CHECK(count_available_on(amara, "2026-12-08") == 1);
    CHECK(count_available_on(amara, "2026-12-02") == 0);
  });
}

TEST_CASE("a page's doctors are read by one query, as far as their reader may see them") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    book(root, visit(world.ada, world.ben, "2026-12-01T09:00Z", "2026-12-01T10:00Z"));
    book(root, visit(world.bo, world.cleo, "2026-12-01T09:00Z", "2026-12-01T10:00Z"));
    const auto page = root.list<Appointment>();
    CHECK(root.related<&Appointment::doctor>(page).rows().size() == 2);
    auto ada = world.as_ada();
    const auto patients =
        ada.related<&Appointment::patient>(page);  // of a page that somebody else read
    REQUIRE(patients.find(world.ben) != nullptr);
    CHECK((*patients.find(world.ben))->mrn == "M-2");
    CHECK(patients.find(world.cleo) == nullptr);
    CHECK(ada.related<&Appointment::doctor>({}).rows().empty());
  });
}

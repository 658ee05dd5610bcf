// Appointments and medical records under the policy that Salus comes with, the same on every adapter.

#include <functional>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "salus/service/journal.hpp"
#include "salus/testing/error_of.hpp"

#include "support/every_adapter.hpp"

using namespace salus;
using salus::testing::code_of;
using test::noon;
using test::SmallClinic;

namespace {

void on_every_adapter(const std::function<void(SmallClinic&)>& check) {
  test::on_every_adapter(domain_catalog(), default_policy(), check);
}

Appointment visit(Id<Doctor> doctor, Id<Patient> patient) {
  return {.doctor = doctor,
          .patient = patient,
          .starts_at = noon + std::chrono::hours{20},
          .ends_at = noon + std::chrono::hours{21}};
}

MedicalRecord diagnosis(Id<Doctor> author, Id<Patient> patient) {
  return {.patient = patient,
          .author = author,
          .record_type = RecordType::diagnosis,
          .code = "I10",
          .title = "Hypertension"};
}

bool is_whole(const SmallClinic& world) { return verify_journal(world.clinic).is_whole(); }

template <class T>
std::set<std::string> ids_of(Session session) {
  std::set<std::string> ids;
  for (const auto& row : session.list<T>()) ids.insert(row->id.to_string());
  return ids;
}

}  // namespace

TEST_CASE("a doctor writes appointments of assigned patients, in their own name alone") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    CHECK(ada.create(visit(world.ada, world.ben))->status == AppointmentStatus::scheduled);
    CHECK(code_of([&] { ada.create(visit(world.bo, world.ben)); }) == ErrorCode::forbidden);
    CHECK(code_of([&] { ada.create(visit(world.ada, world.cleo)); }) == ErrorCode::invalid_input);
    CHECK(world.as_root().count<Appointment>() == 1);
  });
}

TEST_CASE("nobody moves a row out of their own reach") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    const auto row = ada.create(visit(world.ada, world.ben));
    CHECK(code_of([&] { ada.update(row, set(f<&Appointment::doctor>, world.bo)); }) ==
          ErrorCode::forbidden);
    CHECK(ada.get(row->id).value()->doctor == world.ada);
  });
}

TEST_CASE("an appointment takes the steps of its status and no others") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    auto row = ada.create(visit(world.ada, world.ben));
    row = ada.update(row, set(f<&Appointment::status>, AppointmentStatus::confirmed));
    row = ada.update(row, set(f<&Appointment::status>, AppointmentStatus::checked_in));
    row = ada.update(row, set(f<&Appointment::status>, AppointmentStatus::completed));
    try {
      ada.update(row, set(f<&Appointment::status>, AppointmentStatus::scheduled));
      FAIL("a completed appointment went back");
    } catch (const Error& error) {
      REQUIRE(error.issues().size() == 1);
      CHECK(error.issues().begin()->code == "forbidden_step");
      CHECK(error.issues().begin()->path == "status");
    }
    CHECK(ada.get(row->id).value()->status == AppointmentStatus::completed);
  });
}

TEST_CASE("a patient cancels an own appointment until it starts, and sees no notes") {
  on_every_adapter([](SmallClinic& world) {
    auto booked = visit(world.ada, world.amara);
    booked.notes = "Bring the X-ray.";
    const auto id = world.as_root().create(booked)->id;
    auto amara = world.as_amara();
    const auto seen = amara.get(id).value();
    CHECK_FALSE(seen.shows<&Appointment::notes>());
    CHECK(code_of([&] {
            amara.update(seen, set(f<&Appointment::kind>, AppointmentKind::video));
          }) == ErrorCode::forbidden);
    world.world->now = booked.starts_at;
    CHECK(code_of([&] {
            amara.update(seen, set(f<&Appointment::status>, AppointmentStatus::cancelled));
          }) == ErrorCode::forbidden);
    world.world->now = noon;
    CHECK(code_of([&] {
            amara.update(seen, set(f<&Appointment::status>, AppointmentStatus::confirmed));
          }) == ErrorCode::forbidden);
    CHECK(amara.update(seen, set(f<&Appointment::status>, AppointmentStatus::cancelled))->status ==
          AppointmentStatus::cancelled);
  });
}

TEST_CASE("a record is superseded by its amendment, and the one before stays") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    const auto first = ada.create(diagnosis(world.ada, world.ben));
    world.world->now = noon + std::chrono::hours{1};
    const auto second = ada.update(first, set(f<&MedicalRecord::title>, "Secondary hypertension"));
    CHECK(second->id != first->id);
    CHECK(second->amends == first->id);
    CHECK(second->status == RecordStatus::active);
    CHECK(second->code == "I10");
    CHECK(second->recorded_at == world.world->now);
    const auto before = ada.get(first->id).value();
    CHECK(before->title == "Hypertension");
    CHECK(before->status == RecordStatus::amended);
    CHECK(code_of([&] { ada.update(before, set(f<&MedicalRecord::title>, "Again")); }) ==
          ErrorCode::invalid_input);
    CHECK(code_of([&] { ada.update(first, set(f<&MedicalRecord::title>, "Late")); }) ==
          ErrorCode::version_conflict);
    CHECK(ada.count<MedicalRecord>() == 2);
    CHECK(is_whole(world));
  });
}

TEST_CASE("a removed record is entered in error, and can still be read") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    const auto record = ada.create(diagnosis(world.ada, world.ben));
    ada.remove(record);
    CHECK(ada.get(record->id).value()->status == RecordStatus::entered_in_error);
  });
}

TEST_CASE("nobody changes a record of somebody else") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    const auto record = root.create(diagnosis(world.bo, world.ben));
    auto ada = world.as_ada();
    const auto seen = ada.get(record->id).value();
    CHECK(code_of([&] { ada.update(seen, set(f<&MedicalRecord::title>, "Mine")); }) ==
          ErrorCode::forbidden);
    CHECK(code_of([&] { ada.remove(seen); }) == ErrorCode::forbidden);
    CHECK(root.count<MedicalRecord>() == 1);
  });
}

TEST_CASE("a restricted record is shown to its author and its patient, not to other doctors") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    auto record = diagnosis(world.bo, world.amara);
    record.confidentiality = Confidentiality::restricted;
    const auto hidden = root.create(record)->id;
    record.author = world.ada;
    const auto own = root.create(record)->id;
    CHECK(ids_of<MedicalRecord>(world.as_ada()) == std::set{own.to_string()});
    CHECK(ids_of<MedicalRecord>(world.as_amara()) == std::set{own.to_string(), hidden.to_string()});
    CHECK(ids_of<MedicalRecord>(world.as_bo()).empty());
  });
}

TEST_CASE(
    "a doctor orders records by when they were recorded, their own restricted ones among them") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    auto older = diagnosis(world.ada, world.ben);
    older.recorded_at = noon - std::chrono::hours{2};
    older.confidentiality = Confidentiality::restricted;
    const auto first = ada.create(older)->id;
    const auto last = ada.create(diagnosis(world.ada, world.amara))->id;
    const auto rows = ada.list<MedicalRecord>(
        order_by(f<&MedicalRecord::recorded_at>, Direction::descending), limit(50));
    REQUIRE(rows.size() == 2);
    CHECK(rows[0]->id == last);
    CHECK(rows[1]->id == first);
  });
}

TEST_CASE("a removed row is nowhere, and its number is free again") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    const auto ben = root.get(world.ben).value();
    CHECK(code_of([&] { world.as_ada().remove(ben); }) == ErrorCode::forbidden);
    root.remove(ben);
    CHECK_FALSE(root.get(world.ben));
    CHECK_FALSE(world.as_ada().get(world.ben));
    CHECK(code_of([&] { root.remove(ben); }) == ErrorCode::not_found);
    CHECK_NOTHROW(SmallClinic::add_patient(root, "Another Ben", ben->mrn));
    CHECK(is_whole(world));
  });
}

TEST_CASE("what the library sets by itself nobody else sets, the key least of all") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    const auto ben = root.get(world.ben).value();
    CHECK(code_of([&] { root.update(ben, set(f<&Patient::id>, world.cleo)); }) ==
          ErrorCode::invalid_input);
    const auto record = root.create(diagnosis(world.ada, world.ben));
    CHECK(code_of([&] {
            root.update(record, set(f<&MedicalRecord::status>, RecordStatus::entered_in_error));
          }) == ErrorCode::invalid_input);
    CHECK(root.get(world.ben).has_value());
  });
}

TEST_CASE("the versions of a record are found from each of them, as far as they may be read") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    const auto first = ada.create(diagnosis(world.ada, world.ben));
    const auto second = ada.update(first, set(f<&MedicalRecord::title>, "Essential hypertension"));
    const auto third =
        ada.update(second, set(f<&MedicalRecord::code>, std::optional<std::string>{"I10.9"}));
    CHECK(third->amends == second->id);
    CHECK(third->original == first->id);
    for (const auto id : {first->id, second->id, third->id}) {
      const auto versions = ada.versions(id);
      REQUIRE(versions.size() == 3);
      CHECK(versions[0]->title == "Hypertension");
      CHECK(versions[1]->status == RecordStatus::amended);
      CHECK(versions[2]->id == third->id);
    }
    CHECK(world.as_bo().versions(third->id).empty());
    CHECK(code_of([&] { ada.versions(world.ben); }) == ErrorCode::unsupported);
  });
}

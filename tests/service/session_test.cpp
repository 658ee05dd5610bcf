#include <set>
#include <utility>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "salus/testing/error_of.hpp"

#include "support/small_clinic.hpp"

using namespace salus;
using namespace salus::test;
using salus::testing::code_of;

namespace {

std::set<Id<Patient>> patients_of(Session session) {
  std::set<Id<Patient>> ids;
  for (const auto& patient : session.list<Patient>()) ids.insert(patient->id);
  return ids;
}

}  // namespace

TEST_CASE("a doctor lists exactly the patients of active relationships") {
  const SmallClinic world;
  CHECK(patients_of(world.as_ada()) == std::set{world.amara, world.ben});
  CHECK(patients_of(world.as_bo()) == std::set{world.cleo});
  CHECK(world.as_ada().count<Patient>() == 2);
}

TEST_CASE("sessions of one clinic share what they work out with none of other rights") {
  const SmallClinic world;
  Principal ada;
  ada.roles = {Role::user, Role::doctor};
  ada.doctor = world.ada;
  Principal bo = ada;
  bo.doctor = world.bo;
  Principal amara;
  amara.roles = {Role::user, Role::patient};
  amara.patient = world.amara;
  Principal both = ada;
  both.roles.add(Role::patient);
  both.patient = world.cleo;
  Principal root = ada;
  root.roles.add(Role::administrator);
  const std::vector<std::pair<Principal, std::set<Id<Patient>>>> expected{
      {ada, {world.amara, world.ben}},
      {bo, {world.cleo}},
      {amara, {world.amara}},
      {both, {world.amara, world.ben, world.cleo}},
      {root, {world.amara, world.ben, world.cleo, world.dara}}};
  for (const auto& [first, unused] : expected) {
    for (const auto& [principal, patients] : expected) {
      auto held = world.clinic.act_as(principal);
      CHECK(patients_of(world.clinic.act_as(first)).size() > 0);
      CHECK(patients_of(world.clinic.act_as(principal)) == patients);
      CHECK(patients_of(std::move(held)) == patients);
    }
  }
}

TEST_CASE("time alone opens and closes a relationship") {
  const SmallClinic world;
  auto ada = world.as_ada();
  world.world->now = noon + std::chrono::days{3};
  CHECK(patients_of(world.as_ada()) == std::set{world.amara, world.dara});
  CHECK_FALSE(ada.get(world.ben));
}

TEST_CASE("a patient sees one chart, an administrator all of them") {
  const SmallClinic world;
  CHECK(patients_of(world.as_amara()) == std::set{world.amara});
  CHECK(world.as_root().count<Patient>() == 4);
}

TEST_CASE("a hidden patient and a missing one are one answer") {
  const SmallClinic world;
  auto ada = world.as_ada();
  const auto missing = Id<Patient>::parse("01890000-0000-7000-8000-000000000000").value();
  CHECK_FALSE(ada.get(world.cleo));
  CHECK_FALSE(ada.get(missing));
  CHECK(ada.can<Action::read>(world.cleo).explain() == ada.can<Action::read>(missing).explain());
  CHECK(code_of([&] { ada.update(world.cleo.value, {}, Patch{entity_info<Patient>()}); }) ==
        ErrorCode::not_found);
  CHECK(code_of([&] { ada.update(missing.value, {}, Patch{entity_info<Patient>()}); }) ==
        ErrorCode::not_found);
}

TEST_CASE("a decision names the rule that decided") {
  const SmallClinic world;
  auto ada = world.as_ada();
  CHECK(ada.can<Action::read>(world.ben).explain() ==
        "Allowed by the rule \"a doctor reads assigned patients\".");
  const auto refused = ada.can<Action::read>(world.cleo);
  CHECK_FALSE(refused.allowed());
  CHECK(refused.explain() ==
        "Denied: no rule lets you read this patient. Asked: \"a doctor reads assigned patients\" "
        "(needs a care "
        "relationship with the patient that is active now).");
}

TEST_CASE("a masked field is blank, and known to be hidden") {
  const SmallClinic world;
  auto amara = world.as_amara();
  const auto relationships = amara.list<CareRelationship>();
  REQUIRE(relationships.size() == 1);
  CHECK_FALSE(relationships.front().shows<&CareRelationship::notes>());
  CHECK_FALSE(relationships.front()->notes);
  CHECK(relationships.front().shows<&CareRelationship::doctor>());
}

TEST_CASE("a hidden field can be neither filtered nor ordered by") {
  const SmallClinic world;
  auto amara = world.as_amara();
  CHECK(code_of([&] {
          amara.count<CareRelationship>(where(contains(f<&CareRelationship::notes>, "once")));
        }) == ErrorCode::forbidden);
  CHECK(code_of([&] {
          amara.count<Doctor>(
              where(f<&Doctor::bio> == "x" && !(f<&Doctor::time_off> == std::vector<TimeOff>{})));
        }) == ErrorCode::forbidden);
}

TEST_CASE("a filter over a relation sees only relationships that its reader may see") {
  const SmallClinic world;
  const auto of = [](Id<Doctor> doctor) {
    return exists<&Patient::id, &CareRelationship::patient>(f<&CareRelationship::doctor> == doctor);
  };
  CHECK(world.as_ada().count<Patient>(where(of(world.ada))) == 2);
  CHECK(world.as_ada().count<Patient>(where(of(world.bo))) == 0);
  CHECK(world.as_root().count<Patient>(where(of(world.bo))) == 1);
}

TEST_CASE("an update carries the version that was read") {
  const SmallClinic world;
  auto ada = world.as_ada();
  const auto ben = ada.get(world.ben).value();
  const auto changed = ada.update(ben, set(f<&Patient::phone_number>, "+44 20 1"));
  CHECK(changed.version() == 2);
  CHECK(changed->phone_number == "+44 20 1");
  CHECK(code_of([&] { ada.update(ben, set(f<&Patient::phone_number>, "+44 20 2")); }) ==
        ErrorCode::version_conflict);
}

TEST_CASE("an update that changes nothing writes nothing") {
  const SmallClinic world;
  auto root = world.as_root();
  const auto before = root.count<JournalEntry>();
  const auto ben = root.get(world.ben).value();
  CHECK(root.update(ben, set(f<&Patient::name>, ben->name)).version() == ben.version());
  CHECK(root.count<JournalEntry>() == before);
}

TEST_CASE("a field outside the write mask is refused, even with the value it has") {
  const SmallClinic world;
  auto ada = world.as_ada();
  const auto ben = ada.get(world.ben).value();
  CHECK(code_of([&] { ada.update(ben, set(f<&Patient::mrn>, "M-9")); }) == ErrorCode::forbidden);
  CHECK(code_of([&] { ada.update(ben, set(f<&Patient::mrn>, "M-2")); }) == ErrorCode::forbidden);
}

TEST_CASE("who may not create is told so before the input is looked at") {
  const SmallClinic world;
  CHECK(code_of([&] { world.as_ada().create(Patient{}); }) == ErrorCode::forbidden);
}

TEST_CASE("invalid input is refused with every issue at once") {
  const SmallClinic world;
  try {
    world.as_root().create(Patient{});
    FAIL("an empty patient was created");
  } catch (const Error& error) {
    CHECK(error.issues().mentions("name"));
    CHECK(error.issues().mentions("mrn"));
  }
}

TEST_CASE("a taken record number is an issue at its field") {
  const SmallClinic world;
  auto root = world.as_root();
  try {
    SmallClinic::add_patient(root, "Eve", "M-1");
    FAIL("a second patient got the same record number");
  } catch (const Error& error) {
    REQUIRE(error.issues().size() == 1);
    CHECK(*error.issues().begin() ==
          Issue{"mrn", "unique", "patient with this mrn already exists."});
  }
}

TEST_CASE("a second active relationship of one doctor, patient and type is refused") {
  const SmallClinic world;
  auto root = world.as_root();
  try {
    SmallClinic::relate(root, world.ada, world.amara, noon, {});
    FAIL("a second active relationship was made");
  } catch (const Error& error) {
    CHECK(error.issues().begin()->message ==
          "The fields doctor, patient, relationship_type must make a unique set.");
  }
}

TEST_CASE("a reference to a row that is not there is an issue at its field") {
  const SmallClinic world;
  auto root = world.as_root();
  CareRelationship relationship;
  relationship.doctor = world.ada;
  relationship.patient = Id<Patient>::parse("01890000-0000-7000-8000-000000000000").value();
  try {
    root.create(relationship);
    FAIL("a relationship with nobody was made");
  } catch (const Error& error) {
    CHECK(error.issues().begin()->message ==
          "Invalid pk \"01890000-0000-7000-8000-000000000000\" - object does not exist.");
  }
}

TEST_CASE("names are split from the full name, and again when it changes") {
  const SmallClinic world;
  auto root = world.as_root();
  const auto ben = root.get(world.ben).value();
  CHECK(ben->family_name == "Müller");
  CHECK(ben->given_name == "Ben");
  CHECK(root.update(ben, set(f<&Patient::name>, "Ben Maria Schmidt"))->family_name == "Schmidt");
}

TEST_CASE("a chosen family name stays when the full name changes") {
  const SmallClinic world;
  auto root = world.as_root();
  const auto chosen =
      root.update(root.get(world.ben).value(), set(f<&Patient::family_name>, "van der Berg"));
  CHECK(root.update(chosen, set(f<&Patient::name>, "Ben van der Berg"))->family_name ==
        "van der Berg");
}

TEST_CASE("rows that were read know what may be done with them") {
  const SmallClinic world;
  CHECK(world.as_ada().get(world.ben)->can(Action::update));
  CHECK_FALSE(world.as_ada().get(world.ada)->can(Action::update));
  CHECK(world.as_root().get(world.ada)->can(Action::update));
}

TEST_CASE("a transaction that throws leaves neither rows nor entries") {
  const SmallClinic world;
  auto root = world.as_root();
  const auto entries = root.count<JournalEntry>();
  CHECK(code_of([&] {
          root.run_in_transaction([&] {
            SmallClinic::add_patient(root, "Eve", "M-5");
            throw Error{ErrorCode::conflict, "changed my mind"};
          });
        }) == ErrorCode::conflict);
  CHECK(root.count<Patient>() == 4);
  CHECK(root.count<JournalEntry>() == entries);
}

TEST_CASE("a refusal caught inside a transaction leaves nothing of the refused call") {
  const SmallClinic world;
  auto root = world.as_root();
  const auto entries = root.count<JournalEntry>();
  root.run_in_transaction([&] {
    SmallClinic::add_patient(root, "Eve", "M-5");
    CHECK(code_of([&] { SmallClinic::add_patient(root, "Fay", "M-5"); }) ==
          ErrorCode::invalid_input);
  });
  CHECK(root.count<Patient>() == 5);
  CHECK(root.count<JournalEntry>() == entries + 1);
}

TEST_CASE("source identifiers are unique in the organization") {
  const SmallClinic world;
  auto root = world.as_root();
  const std::vector<SourceIdentifier> list{{.system = "urn:source", .value = "17"}};
  root.update(root.get(world.ben).value(), set(f<&Patient::identifiers>, list));
  try {
    root.update(root.get(world.cleo).value(), set(f<&Patient::identifiers>, list));
    FAIL("two patients have one identifier");
  } catch (const Error& error) {
    CHECK(error.issues().begin()->message == "patient with this identifier already exists.");
  }
}

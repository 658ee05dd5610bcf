// Ways by which systems like this one have leaked: each test is named by what it tries, and runs on every adapter.

#include <functional>
#include <type_traits>

#include <catch2/catch_test_macros.hpp>

#include "salus/service/journal.hpp"
#include "salus/testing/error_of.hpp"

#include "support/every_adapter.hpp"

using namespace salus;
using salus::testing::code_of;
using salus::testing::error_of;
using test::noon;
using test::SmallClinic;

namespace vendor {

/// A remark that may be about nobody in particular.
struct Remark {
  Id<Remark> id;
  std::optional<Id<Patient>> patient;
  std::optional<Id<Doctor>> doctor;
  std::optional<Id<User>> writer;
  std::string text;
};

}  // namespace vendor

template <>
struct salus::Describe<vendor::Remark> {
  using Remark = vendor::Remark;
  static constexpr auto entity =
      salus::entity<Remark>("remark", "remarks", field<&Remark::id>("id", primary_key, read_only),
                            field<&Remark::patient>("patient", compartment, filterable),
                            field<&Remark::doctor>("doctor", compartment, filterable),
                            field<&Remark::writer>("writer", compartment, filterable),
                            field<&Remark::text>("text", required, sortable, max_length{80}));
};

namespace {

using vendor::Remark;

Rule about_remarks(Role role, ActionSet actions, Scope scope, FieldList fields,
                   Effect effect = Effect::permit) {
  return {.name = "remarks of " + std::string{to_name(role)} + " " + std::string{to_name(scope)},
          .role = role,
          .actions = actions,
          .entity = "remark",
          .scope = scope,
          .fields = std::move(fields),
          .effect = effect};
}

Policy policy() {
  using enum Action;
  const auto fields = only({"patient", "doctor", "writer", "text"});
  return default_policy()
      .with(about_remarks(
          Role::administrator, {read, create, update, remove}, Scope::organization, every_field()))
      .with(about_remarks(Role::doctor, {read, create, update, remove}, Scope::own, fields))
      .with(about_remarks(Role::doctor, {read}, Scope::assigned, fields))
      .with(about_remarks(Role::patient, {read, create, update, remove}, Scope::own, fields))
      .with(about_remarks(Role::user, {read, create, update, remove}, Scope::own, fields));
}

void on_every_adapter(const std::function<void(SmallClinic&)>& check) {
  test::on_every_adapter(domain_catalog().with<Remark>(), policy(), check);
}

Appointment visit(Id<Doctor> doctor, Id<Patient> patient) {
  return {.doctor = doctor,
          .patient = patient,
          .starts_at = noon + std::chrono::hours{20},
          .ends_at = noon + std::chrono::hours{21},
          .notes = "Bring the X-ray."};
}

/// Code, text and issues: all that a caller learns.
std::string told_by(const Error& error) {
  std::string text = std::string{error.facts().name} + ": " + error.what();
  for (const auto& issue : error.issues()) text += "; " + issue.path + " " + issue.message;
  return text;
}

template <class Call>
std::string told_by(const Call& call)
  requires std::invocable<Call>
{
  return told_by(error_of(call));
}

/// Everything that the principal can do with rows of an entity finds none.
void meets_no_remark(Session session, Uuid hidden) {
  const auto& entity = entity_info<Remark>();
  CHECK(session.count<Remark>() == 0);
  CHECK(session.list<Remark>().empty());
  CHECK(session.list<Remark>(limit(10)).empty());
  CHECK_FALSE(session.get(entity, hidden));
  for (const auto action : {Action::read, Action::update, Action::remove})
    CHECK_FALSE(session.can(action, entity, hidden).allowed());
  Patch patch{entity};
  patch.set(field_info<&Remark::text>(), std::string{"Mine"});
  CHECK_THROWS_AS(session.update(hidden, std::nullopt, patch), Error);
  CHECK_THROWS_AS(session.remove(entity, hidden), Error);
}

}  // namespace

TEST_CASE(
    "a hidden field in the condition of an update: no update has a condition but its row's id") {
  // The signatures are the proof, with tests/compile_fail/a_bulk_update.cpp: an id, a version, values.
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<Session&>().update(
                                    Uuid{}, std::optional<std::int64_t>{}, std::declval<Patch>())),
                                Record>);
  on_every_adapter([](SmallClinic& world) {
    auto amara = world.as_amara();
    const auto id = world.as_root().create(visit(world.ada, world.amara))->id;
    const auto seen = amara.get(id).value();
    const auto guess = [&](const std::string& notes) {
      return told_by([&] { amara.update(seen, set(f<&Appointment::notes>, notes)); });
    };
    CHECK(guess("Bring the X-ray.") == guess("Bring nothing."));
  });
}

TEST_CASE("a hidden field in a filter, with the count as an oracle") {
  on_every_adapter([](SmallClinic& world) {
    auto amara = world.as_amara();
    world.as_root().create(visit(world.ada, world.amara));
    const auto asked = [&](std::string_view part) {
      return told_by(
          [&] { amara.count<Appointment>(where(contains(f<&Appointment::notes>, part))); });
    };
    CHECK(asked("X-ray") == asked("nothing"));
    CHECK(told_by([&] {
            amara.count<Appointment>(where(f<&Appointment::kind> == AppointmentKind::in_person &&
                                           !contains(f<&Appointment::notes>, "X-ray")));
          }) == asked("X-ray"));
    // Through a relation, too.
    CHECK(code_of([&] {
            amara.count<Patient>(where(exists<&Patient::id, &Appointment::patient>(
                contains(f<&Appointment::notes>, "X-ray"))));
          }) == ErrorCode::forbidden);
  });
}

TEST_CASE("the version of a hidden row as an oracle: right, wrong and missing are one not found") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    Patch patch{entity_info<Patient>()};
    patch.set(field_info<&Patient::phone_number>(), std::string{"+234"});
    const auto tried = [&](Uuid id, std::optional<std::int64_t> version) {
      return told_by([&] { ada.update(id, version, patch); });
    };
    const Uuid missing{};
    CHECK(tried(world.cleo.value, 1) == tried(missing, 1));
    CHECK(tried(world.cleo.value, 7) == tried(missing, 1));
    CHECK(tried(world.cleo.value, std::nullopt) == tried(missing, std::nullopt));
    // Nor does it matter whether the values would have been refused.
    patch.set(field_info<&Patient::email>(), std::string{"no address"});
    CHECK(tried(world.cleo.value, 1) == tried(missing, 1));
    patch.set(field_info<&Patient::mrn>(), std::string{"M-1"});
    CHECK(tried(world.cleo.value, 1) == tried(missing, 1));
  });
}

TEST_CASE("a hidden field as the source of a set: values alone can be set, and none comes back") {
  // tests/compile_fail/a_column_as_a_value.cpp: set() takes no column.
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    const auto id = root.create(visit(world.ada, world.amara))->id;
    auto amara = world.as_amara();
    const auto changed = amara.update(amara.get(id).value(),
                                      set(f<&Appointment::cancel_reason>, "Away"),
                                      set(f<&Appointment::status>, AppointmentStatus::cancelled));
    CHECK_FALSE(changed.shows<&Appointment::notes>());
    CHECK_FALSE(changed->notes);
    CHECK(root.get(id).value()->notes == "Bring the X-ray.");
  });
}

TEST_CASE("a hidden field written back as empty by who read it as blank") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    const auto id = root.create(visit(world.ada, world.amara))->id;
    auto amara = world.as_amara();
    const auto seen = amara.get(id).value();
    auto wanted = *seen;
    wanted.cancel_reason = "Away";
    wanted.status = AppointmentStatus::cancelled;
    amara.update(seen, wanted);
    CHECK(root.get(id).value()->notes == "Bring the X-ray.");
  });
}

TEST_CASE("a hidden value is guessed by writing it, with the version or a reference as an oracle") {
  using enum Action;
  const auto blind =
      policy().with({.name = "a patient moves appointments without seeing whose they are",
                     .role = Role::patient,
                     .actions = {update},
                     .entity = "appointment",
                     .scope = Scope::organization,
                     .fields = only({"patient", "notes"})});
  test::on_every_adapter(domain_catalog().with<Remark>(), blind, [](SmallClinic& world) {
    auto root = world.as_root();
    const auto of_ben = root.create(visit(world.ada, world.ben))->id;
    const auto own = root.create(visit(world.bo, world.amara))->id;
    auto amara = world.as_amara();
    const auto told = [&](Id<Patient> guess) {
      Patch patch{entity_info<Appointment>()};
      patch.set(field_info<&Appointment::patient>(), guess.value);
      return error_of([&] { amara.update(of_ben.value, std::nullopt, patch); }).code();
    };
    CHECK(told(world.ben) == told(world.cleo));
    const auto version_after = [&](const std::string& guess) {
      const auto before = amara.get(own).value();
      return amara.update(before, set(f<&Appointment::notes>, guess)).version() - before.version();
    };
    CHECK(version_after("Bring the X-ray.") == version_after("Bring nothing."));
  });
}

TEST_CASE("a caller without a doctor, a patient or a user of their own meets rows that have none") {
  on_every_adapter([](SmallClinic& world) {
    const auto orphan = world.as_root().create(Remark{.text = "About nobody"})->id.value;
    Principal nobody;
    nobody.roles = {Role::user, Role::doctor, Role::patient};
    meets_no_remark(world.clinic.act_as(nobody), orphan);
    meets_no_remark(world.as_ada(), orphan);
    meets_no_remark(world.as_amara(), orphan);
  });
}

TEST_CASE("a caller without an own id writes rows that have none") {
  on_every_adapter([](SmallClinic& world) {
    Principal nobody;
    nobody.roles = {Role::user, Role::doctor, Role::patient};
    auto session = world.clinic.act_as(nobody);
    CHECK(code_of([&] { session.create(Remark{.text = "About nobody"}); }) == ErrorCode::forbidden);
    CHECK(world.as_root().count<Remark>() == 0);
  });
}

TEST_CASE("a null id in a filter does not find the rows that have none") {
  on_every_adapter([](SmallClinic& world) {
    auto root = world.as_root();
    root.create(Remark{.text = "About nobody"});
    CHECK(root.count<Remark>(where(f<&Remark::patient> == Id<Patient>{})) == 0);
    CHECK(root.count<Patient>(where(exists<&Patient::id, &Remark::patient>())) == 0);
  });
}

TEST_CASE("a row is moved out of the caller's reach: to somebody else, or to nobody") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    const auto row = ada.create(Remark{.doctor = world.ada, .text = "Mine"});
    CHECK(code_of([&] { ada.update(row, set(f<&Remark::doctor>, world.bo)); }) ==
          ErrorCode::forbidden);
    CHECK(code_of([&] { ada.update(row, set(f<&Remark::doctor>, std::nullopt)); }) ==
          ErrorCode::forbidden);
    CHECK(ada.get(row->id).value()->doctor == world.ada);
    CHECK(ada.get(row->id).value().version() == 1);
  });
}

TEST_CASE("a row is pulled into the caller's reach") {
  on_every_adapter([](SmallClinic& world) {
    const auto id = world.as_root().create(Remark{.doctor = world.bo, .text = "Bo's"})->id;
    auto ada = world.as_ada();
    Patch patch{entity_info<Remark>()};
    patch.set(field_info<&Remark::doctor>(), world.ada.value);
    CHECK(told_by([&] { ada.update(id.value, std::nullopt, patch); }) ==
          told_by([&] { ada.update(Uuid{}, std::nullopt, patch); }));
    CHECK(world.as_root().get(id).value()->doctor == world.bo);
  });
}

TEST_CASE("a reference to a hidden row answers as one to a row that is not there") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    const auto tried = [&](Id<Patient> patient) {
      const auto error = error_of([&] { ada.create(visit(world.ada, patient)); });
      REQUIRE(error.issues().size() == 1);
      auto issue = *error.issues().begin();
      const auto id = patient.to_string();
      issue.message.replace(issue.message.find(id), id.size(), "…");
      return issue;
    };
    CHECK(tried(world.cleo) ==
          tried(Id<Patient>{Uuid::v7(noon, world.world->environment().random)}));
  });
}

TEST_CASE("a refusal is caught inside a transaction that is then committed") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    auto root = world.as_root();
    const auto mine = ada.create(Remark{.doctor = world.ada, .text = "Mine"});
    const auto entries = [&root](JournalOutcome outcome) {
      return root.count<JournalEntry>(where(f<&JournalEntry::outcome> == outcome));
    };
    const auto allowed = entries(JournalOutcome::allowed);
    int refused = 0;
    const auto ignoring_refusal = [&refused](const auto& call) {
      try {
        call();
      } catch (const Error&) {
        ++refused;
      }
    };
    ada.run_in_transaction([&] {
      refused = 0;
      // Refused after it was written: judged by what it would have become.
      ignoring_refusal([&] { ada.update(mine, set(f<&Remark::doctor>, world.bo)); });
      ignoring_refusal([&] { ada.create(Remark{.doctor = world.bo, .text = "As Bo"}); });
      ignoring_refusal([&] { ada.create(visit(world.bo, world.ben)); });
      ada.create(visit(world.ada, world.ben));
    });
    CHECK(refused == 3);
    CHECK(root.count<Remark>() == 1);
    CHECK(root.get(mine->id).value()->doctor == world.ada);
    CHECK(root.count<Appointment>() == 1);
    CHECK(entries(JournalOutcome::allowed) == allowed + 1);
    CHECK(entries(JournalOutcome::denied) == 3);
    CHECK(verify_journal(world.clinic).is_whole());
  });
}

TEST_CASE("a bypass reachable from the caller's handle: there is none to reach") {
  // A session has no door to storage, to the clinic or to another principal, and nobody else can make one.
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<Session>);
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<Session>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Session, Principal>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Session, std::shared_ptr<Backend>, Principal>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<Session&>().principal()), const Principal&>);
  STATIC_REQUIRE(std::is_same_v<decltype(std::declval<Clinic&>().policy()), const Policy&>);
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    // A copy of the principal changes nothing of the session.
    auto principal = ada.principal();
    principal.roles.add(Role::administrator);
    CHECK_FALSE(ada.principal().roles.contains(Role::administrator));
    CHECK_FALSE(ada.get(world.cleo));
    // The library's own tables are entities under the same policy.
    for (const auto& entry : world.clinic.catalog().entries()) {
      if (!entry.entity->collection.empty() || ada.may_ever(Action::read, *entry.entity)) continue;
      INFO(entry.entity->name);
      CHECK(ada.count(*entry.entity) == 0);
      CHECK_THROWS_AS(ada.create(Patch{*entry.entity}), Error);
    }
    // Who reads the journal cannot write it.
    auto root = world.as_root();
    CHECK_THROWS_AS(root.create(Patch{entity_info<JournalEntry>()}), Error);
    CHECK_FALSE(root.may_ever(Action::update, entity_info<JournalEntry>()));
    CHECK_FALSE(root.may_ever(Action::remove, entity_info<JournalEntry>()));
    // The role of a system is not for the asking.
    CHECK(code_of([&] { world.clinic.act_as_system(Role::administrator); }) ==
          ErrorCode::invalid_input);
  });
}

TEST_CASE("a forbidden row tells by its explanation that it is there") {
  using enum Action;
  const auto closed = policy().with({.name = "nobody reads what is whispered",
                                     .role = Role::doctor,
                                     .actions = {read},
                                     .entity = "remark",
                                     .scope = Scope::own,
                                     .effect = Effect::forbid});
  test::on_every_adapter(domain_catalog().with<Remark>(), closed, [](SmallClinic& world) {
    const auto hidden =
        world.as_root().create(Remark{.doctor = world.ada, .text = "Whispered"})->id;
    auto ada = world.as_ada();
    CHECK_FALSE(ada.get(hidden));
    CHECK(ada.can<read>(hidden).explain() == ada.can<read>(Id<Remark>{}).explain());
  });
}

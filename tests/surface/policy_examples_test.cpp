// The worked examples of docs/policy.md.

#include <catch2/catch_test_macros.hpp>

#include "salus/testing/error_of.hpp"

#include "support/small_clinic.hpp"

using namespace salus;
using salus::testing::code_of;
using test::noon;
using test::SmallClinic;

namespace {

SmallClinic clinic_under(Policy policy, Catalog catalog = domain_catalog()) {
  return SmallClinic{memory::open(), std::move(catalog), std::move(policy)};
}

Appointment visit(const SmallClinic& world, Id<Patient> patient, Timestamp starts_at) {
  return {.doctor = world.bo,
          .patient = patient,
          .starts_at = starts_at,
          .ends_at = starts_at + std::chrono::hours{1},
          .reason = "Cough"};
}

MedicalRecord note(const SmallClinic& world, Confidentiality confidentiality) {
  return {.patient = world.cleo,
          .author = world.bo,
          .record_type = RecordType::note,
          .title = "Note",
          .body = "Long.",
          .confidentiality = confidentiality};
}

// 1. Take a field away.
Policy without_addresses() {
  return default_policy().with({.name = "a doctor sees no address",
                                .role = Role::doctor,
                                .actions = {Action::read},
                                .entity = "patient",
                                .scope = Scope::organization,
                                .fields = only({"address"}),
                                .effect = Effect::forbid});
}

// 2. Give a wider view that shows less, as a front desk needs it.
Policy with_a_waiting_room() {
  return default_policy().with({.name = "a doctor sees who is expected today and later",
                                .role = Role::doctor,
                                .actions = {Action::read},
                                .entity = "appointment",
                                .scope = Scope::organization,
                                .fields = only({"doctor", "starts_at", "ends_at", "location"}),
                                .condition = Condition::upcoming});
}

// 3. Let a record's confidentiality decide.
Policy with_titles_for_colleagues() {
  return default_policy().with(
      {.name = "a doctor finds unrestricted records",
       .role = Role::doctor,
       .actions = {Action::read},
       .entity = "medical_record",
       .scope = Scope::organization,
       .fields = only({"patient", "author", "record_type", "title", "confidentiality"}),
       .condition = Condition::not_restricted});
}

// 4. Open one action on one's own rows.
Policy with_removal_by_patients() {
  return default_policy().with({.name = "a patient takes back an appointment that has not started",
                                .role = Role::patient,
                                .actions = {Action::remove},
                                .entity = "appointment",
                                .scope = Scope::own,
                                .condition = Condition::upcoming});
}

}  // namespace

// 5. An entity of one's own, in the patient's compartment.
namespace vendor {

struct Consent {
  salus::Id<Consent> id;
  salus::Id<salus::Patient> patient;
  std::string purpose;
  bool is_given = false;
  std::optional<std::string> witness;
};

}  // namespace vendor

template <>
struct salus::Describe<vendor::Consent> {
  using Consent = vendor::Consent;
  static constexpr auto entity = salus::entity<Consent>(
      "consent", "consents", field<&Consent::id>("id", primary_key, read_only),
      field<&Consent::patient>("patient", required, compartment, filterable),
      field<&Consent::purpose>("purpose", required, max_length{200}),
      field<&Consent::is_given>("is_given"),
      field<&Consent::witness>("witness", phi, max_length{200}));
};

namespace {

Policy with_consents() {
  return default_policy()
      .with({.name = "a patient gives and takes back own consent",
             .role = Role::patient,
             .actions = {Action::read, Action::create, Action::update},
             .entity = "consent",
             .scope = Scope::own,
             .fields = only({"patient", "purpose", "is_given"})})
      .with({.name = "a doctor reads what assigned patients consented to",
             .role = Role::doctor,
             .actions = {Action::read},
             .entity = "consent",
             .scope = Scope::assigned,
             .fields = only({"patient", "purpose", "is_given", "witness"})});
}

}  // namespace

TEST_CASE("example: a forbid takes a field away from every permit") {
  const auto world = clinic_under(without_addresses());
  CHECK(world.as_ada().get(world.ben).value().shows<&Patient::phone_number>());
  CHECK_FALSE(world.as_ada().get(world.ben).value().shows<&Patient::address>());
  CHECK(code_of([&] {
          world.as_ada().count<Patient>(where(f<&Patient::address> == "Main Street"));
        }) == ErrorCode::forbidden);
  CHECK(world.as_amara().get(world.amara).value().shows<&Patient::address>());
}

TEST_CASE("example: a wider rule shows less, and an own patient's row still shows all") {
  const auto world = clinic_under(with_a_waiting_room());
  auto root = world.as_root();
  const auto of_cleo = root.create(visit(world, world.cleo, noon + std::chrono::hours{2}))->id;
  const auto of_ben = root.create(visit(world, world.ben, noon + std::chrono::hours{4}))->id;
  const auto started = root.create(visit(world, world.cleo, noon))->id;
  auto ada = world.as_ada();
  CHECK(ada.get(of_cleo).value()->starts_at == noon + std::chrono::hours{2});
  CHECK_FALSE(ada.get(of_cleo).value().shows<&Appointment::patient>());
  CHECK(ada.get(of_ben).value()->reason == "Cough");
  CHECK_FALSE(ada.get(started));
}

TEST_CASE("example: a restricted record is not found by colleagues") {
  const auto world = clinic_under(with_titles_for_colleagues());
  auto root = world.as_root();
  const auto open = root.create(note(world, Confidentiality::normal))->id;
  const auto closed = root.create(note(world, Confidentiality::restricted))->id;
  auto ada = world.as_ada();
  CHECK(ada.get(open).value()->title == "Note");
  CHECK_FALSE(ada.get(open).value().shows<&MedicalRecord::body>());
  CHECK_FALSE(ada.get(closed));
}

TEST_CASE("example: a patient removes an own appointment until it starts, and no other") {
  const auto world = clinic_under(with_removal_by_patients());
  auto root = world.as_root();
  const auto own = root.create(visit(world, world.amara, noon + std::chrono::hours{2}))->id;
  const auto started = root.create(visit(world, world.amara, noon))->id;
  auto amara = world.as_amara();
  CHECK(code_of([&] { amara.remove(amara.get(started).value()); }) == ErrorCode::forbidden);
  amara.remove(amara.get(own).value());
  CHECK_FALSE(root.get(own));
}

TEST_CASE("example: an entity of one's own follows the patient's compartment") {
  using vendor::Consent;
  const auto world = clinic_under(with_consents(), domain_catalog().with<Consent>());
  auto amara = world.as_amara();
  const auto given =
      amara.create(Consent{.patient = world.amara, .purpose = "Research", .is_given = true});
  CHECK(code_of([&] { amara.create(Consent{.patient = world.ben, .purpose = "Research"}); }) ==
        ErrorCode::invalid_input);
  CHECK_FALSE(amara.get(given->id).value().shows<&Consent::witness>());
  CHECK(world.as_ada().get(given->id).value().shows<&Consent::witness>());
  CHECK_FALSE(world.as_bo().get(given->id));
}

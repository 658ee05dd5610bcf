#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "salus/service/journal.hpp"
#include "salus/service/journal_query.hpp"

#include "support/every_adapter.hpp"

using namespace salus;
using namespace salus::test;

namespace {

void on_every_journal(JournalReads reads, const std::function<void(SmallClinic&)>& check) {
  on_every_adapter(domain_catalog(), default_policy(), check, {.reads = reads});
}

/// The entries of one account's reads and refusals, oldest first.
std::vector<JournalEntry> entries_by(SmallClinic& world, const Principal& principal) {
  world.clinic.settle_journal();
  auto auditor = world.clinic.act_as_system(Role::auditor);
  std::vector<JournalEntry> entries;
  for (const auto& row : auditor.list<JournalEntry>(
           where(f<&JournalEntry::actor> == *principal.user), order_by(f<&JournalEntry::at>)))
    entries.push_back(*row);
  return entries;
}

JournalEntry last_by(SmallClinic& world, const Session& session) {
  const auto entries = entries_by(world, session.principal());
  REQUIRE_FALSE(entries.empty());
  return entries.back();
}

void later(SmallClinic& world) { world.world->now += std::chrono::seconds{1}; }

}  // namespace

TEST_CASE("a read has an entry with the row and its patient") {
  on_every_journal(JournalReads::batched, [](SmallClinic& world) {
    auto ada = world.as_ada();
    later(world);
    REQUIRE(ada.get(world.amara));
    const auto entry = last_by(world, ada);
    CHECK(entry.action == "read");
    CHECK(entry.entity == "patient");
    CHECK(entry.row_id == world.amara.value);
    CHECK(entry.patients == world.amara.to_string());
    CHECK(entry.outcome == JournalOutcome::allowed);
    CHECK(entry.session == ada.principal().session);
    CHECK(journal_body_json(entry) == R"({"rows":[")" + world.amara.to_string() + "\"]}");
    CHECK(verify_journal(world.clinic).is_whole());
  });
}

TEST_CASE("a look-up that shows nothing is denied in the journal, hidden and missing alike") {
  on_every_journal(JournalReads::batched, [](SmallClinic& world) {
    auto ada = world.as_ada();
    for (const auto id : {world.cleo, Id<Patient>{Uuid::v7(noon, system_environment().random)}}) {
      later(world);
      CHECK_FALSE(ada.get(id));
      const auto entry = last_by(world, ada);
      CHECK(entry.action == "read");
      CHECK(entry.outcome == JournalOutcome::denied);
      CHECK(entry.row_id == id.value);
      CHECK(journal_body_json(entry) == "{}");
    }
  });
}

TEST_CASE("a search has one entry with the question, the rows and the patients that it showed") {
  on_every_journal(JournalReads::batched, [](SmallClinic& world) {
    auto ada = world.as_ada();
    later(world);
    const auto rows = ada.list<CareRelationship>(
        where(f<&CareRelationship::status> == RelationshipStatus::active),
        order_by(f<&CareRelationship::valid_from>, Direction::descending),
        limit(2));
    REQUIRE(rows.size() == 2);
    const auto entry = last_by(world, ada);
    CHECK(entry.action == "search");
    CHECK(entry.entity == "care_relationship");
    CHECK(entry.row_id.is_nil());
    std::vector patients{rows[0]->patient.to_string(), rows[1]->patient.to_string()};
    std::ranges::sort(patients);
    CHECK(entry.patients == patients[0] + " " + patients[1]);
    CHECK(
        journal_body_json(entry) ==
        R"({"query":{"filter":["equal","status","active"],"limit":2,"order":["-valid_from"]},"rows":[")" +
            rows[0]->id.to_string() + R"(",")" + rows[1]->id.to_string() + "\"]}");
  });
}

TEST_CASE("a patient whose id is hidden in a row is in the journal all the same") {
  const auto policy = default_policy().with({"a doctor reads when relationships began",
                                             Role::doctor,
                                             {Action::read},
                                             "care_relationship",
                                             Scope::organization,
                                             only({"valid_from"})});
  on_every_adapter(domain_catalog(),
                   policy,
                   [](SmallClinic& world) {
                     auto bo = world.as_bo();
                     later(world);
                     CHECK(bo.list<CareRelationship>().size() == 5);
                     const auto entry = last_by(world, bo);
                     for (const auto patient : {world.amara, world.ben, world.cleo, world.dara})
                       CHECK(entry.patients.find(patient.to_string()) != std::string::npos);
                   },
                   {.reads = JournalReads::batched});
}

TEST_CASE("a count has an entry with the number it told") {
  on_every_journal(JournalReads::strict, [](SmallClinic& world) {
    auto ada = world.as_ada();
    later(world);
    CHECK(ada.count<Patient>() == 2);
    const auto entry = last_by(world, ada);
    CHECK(entry.action == "search");
    CHECK(journal_body_json(entry) == R"({"count":2,"query":{}})");
  });
}

TEST_CASE("a strict journal has the entry before the answer is there") {
  on_every_journal(JournalReads::strict, [](SmallClinic& world) {
    auto ada = world.as_ada();
    const auto entries = [&] {
      auto auditor = world.clinic.act_as_system(Role::auditor);
      return auditor.count<JournalEntry>(where(f<&JournalEntry::actor> == *ada.principal().user));
    };
    const auto before = entries();
    ada.get(world.amara);
    CHECK(entries() == before + 1);
    ada.list<Patient>();
    CHECK(entries() == before + 2);
  });
}

TEST_CASE("a journal without reads has refusals all the same, before the error is thrown") {
  on_every_journal(JournalReads::off, [](SmallClinic& world) {
    auto ada = world.as_ada();
    later(world);
    ada.get(world.amara);
    ada.list<Patient>();
    CHECK(entries_by(world, ada.principal()).empty());
    Patch patch{entity_info<Patient>()};
    patch.set(field_info<&Patient::address>(), std::string{"Hill 1"});
    CHECK_THROWS_AS(ada.update(world.cleo.value, {}, patch), Error);
    const auto entry = last_by(world, ada);
    CHECK(entry.action == "update");
    CHECK(entry.outcome == JournalOutcome::denied);
    CHECK(entry.row_id == world.cleo.value);
    CHECK(entry.patients == world.cleo.to_string());
    CHECK(journal_body_json(entry) == R"({"reason":"No Patient matches the given query."})");
  });
}

TEST_CASE("a refusal that is caught in a transaction that is then committed has its entry in it") {
  on_every_journal(JournalReads::batched, [](SmallClinic& world) {
    auto ada = world.as_ada();
    later(world);
    const auto ben = ada.get(world.ben).value();
    world.clinic.settle_journal();
    later(world);
    ada.run_in_transaction([&] {
      ada.update(ben, set(f<&Patient::address>, std::string{"Hill 1"}));
      CHECK_THROWS_AS(ada.create(User{.email = "eve@example.org"}), Error);
    });
    const auto entries = entries_by(world, ada.principal());
    REQUIRE(entries.size() >= 2);
    CHECK(entries[entries.size() - 2].action == "update");
    CHECK(entries.back().action == "create");
    CHECK(entries.back().outcome == JournalOutcome::denied);
  });
}

TEST_CASE("what was shown and refused in a transaction that is undone stays in the journal") {
  on_every_journal(JournalReads::batched, [](SmallClinic& world) {
    auto ada = world.as_ada();
    later(world);
    const auto undone = [&] {
      const auto ben = ada.get(world.ben).value();
      ada.update(ben, set(f<&Patient::address>, std::string{"Hill 1"}));
      ada.create(User{.email = "eve@example.org"});
    };
    CHECK_THROWS_AS(ada.run_in_transaction(undone), Error);
    const auto entries = entries_by(world, ada.principal());
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].action == "read");
    CHECK(entries[1].action == "create");
    CHECK(entries[1].outcome == JournalOutcome::denied);
    CHECK(verify_journal(world.clinic).is_whole());
  });
}

TEST_CASE("a long list has an entry for every 500 rows") {
  on_every_journal(JournalReads::batched, [](SmallClinic& world) {
    auto root = world.as_root();
    root.run_in_transaction([&] {
      for (int i = 0; i < 1'100; ++i)
        SmallClinic::add_patient(root, "Amara Okafor", "L-" + std::to_string(i));
    });
    world.clinic.settle_journal();
    const auto before = entries_by(world, root.principal()).size();
    later(world);
    CHECK(root.list<Patient>().size() == 1'104);
    const auto entries = entries_by(world, root.principal());
    REQUIRE(entries.size() == before + 3);
    std::size_t patients = 0;
    for (std::size_t i = before; i < entries.size(); ++i)
      patients += (entries[i].patients.size() + 1) / 37;
    CHECK(patients == 1'104);
  });
}

TEST_CASE("who has seen a patient is told by the hour, to the administrator and to the patient") {
  on_every_journal(JournalReads::batched, [](SmallClinic& world) {
    auto ada = world.as_ada();
    ada.get(world.amara);
    ada.list<Patient>();
    world.world->now += std::chrono::hours{2};
    ada.get(world.amara);
    world.clinic.settle_journal();
    const auto seen_by_ada = [&](Session& reader) {
      return reader
          .list<PatientAccess>(where(f<&PatientAccess::patient> == world.amara &&
                                     f<&PatientAccess::actor> == *ada.principal().user))
          .size();
    };
    auto root = world.as_root();
    CHECK(seen_by_ada(root) == 2);
    auto amara = world.as_amara();
    CHECK(seen_by_ada(amara) == 2);
    CHECK(amara.count<PatientAccess>(where(f<&PatientAccess::patient> == world.ben)) == 0);
    auto bo = world.as_bo();
    CHECK(bo.count<PatientAccess>() == 0);
  });
}

TEST_CASE("the journal answers what a user did to a patient's data") {
  on_every_journal(JournalReads::batched, [](SmallClinic& world) {
    auto ada = world.as_ada();
    ada.get(world.amara);
    ada.get(world.ben);
    world.clinic.settle_journal();
    auto root = world.as_root();
    const auto count = [&](const JournalQuery& query) {
      return root.count<JournalEntry>(where(journal_filter(root, query)));
    };
    const auto actor = ada.principal().user;
    CHECK(count({.actor = actor, .patient = world.amara}) == 1);
    CHECK(count({.actor = actor, .action = "read"}) == 2);
    CHECK(count({.actor = actor, .patient = world.dara}) == 0);
    CHECK(count({.actor = actor, .from = noon + std::chrono::hours{1}}) == 0);
    CHECK(count({.patient = world.amara, .from = noon, .to = noon + std::chrono::hours{1}}) >= 2);
  });
}

TEST_CASE("a row's history is visible if the row is, and redacted by today's mask") {
  on_every_journal(JournalReads::off, [](SmallClinic& world) {
    auto root = world.as_root();
    later(world);
    root.update(root.get(world.amara).value(),
                set(f<&Patient::address>, std::string{"Hill 1"}),
                set(f<&Patient::metadata>, Json::from_canonical(R"({"dose":1.10})")));
    const auto history = root.history(world.amara);
    REQUIRE(history.size() == 2);
    CHECK(history[0].action == "create");
    REQUIRE(history[1].changes.size() == 2);
    CHECK(history[1].actor == root.principal().user);
    CHECK(history[1].changes[0].field == "address");
    CHECK(history[1].changes[0].after->text() == "\"Hill 1\"");
    CHECK(history[1].changes[1].after->text() == R"({"dose":1.10})");

    auto amara = world.as_amara();
    const auto relationships = amara.list<CareRelationship>();
    REQUIRE(relationships.size() == 1);
    const auto steps = amara.history(relationships.front()->id);
    REQUIRE(steps.size() == 1);
    for (const auto& change : steps.front().changes) CHECK(change.field != "notes");
    CHECK(amara.history(world.ben).empty());
  });
}

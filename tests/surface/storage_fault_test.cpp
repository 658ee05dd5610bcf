#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "salus/service/journal.hpp"

#include "support/every_adapter.hpp"
#include "support/faulty_backend.hpp"

using namespace salus;
using namespace salus::test;

namespace {

/// Calls of every kind, by a clinic whose storage may fail; what was acknowledged is kept.
class Program {
 public:
  explicit Program(Clinic clinic) : clinic_{std::move(clinic)} {}

  /// False once a call has failed.
  bool run(const SmallClinic& world, int number) {
    try {
      auto root = clinic_.act_as("root@example.org");
      auto ada = clinic_.act_as("ada@example.org");
      created = SmallClinic::add_patient(root, "Eve Sok", "F-" + std::to_string(number));
      SmallClinic::relate(root, world.ada, *created, noon, {});
      related = true;
      const auto seen = ada.get(*created);
      if (seen) read = true;
      ada.update(*seen, set(f<&Patient::blood_group>, std::optional<std::string>{"A+"}));
      updated = true;
      ada.run_in_transaction([&] {
        const auto again = ada.get(*created).value();
        ada.update(again, set(f<&Patient::phone_number>, std::string{"+44"}));
        ada.update(ada.get(*created).value(), set(f<&Patient::address>, std::string{"Hill 1"}));
      });
      updated_twice = true;
      refused = is_refused(ada);
      return true;
    } catch (const Error& error) {
      REQUIRE(error.code() == ErrorCode::storage_failed);
      return false;
    }
  }

  std::optional<Id<Patient>> created;
  bool related = false;
  bool read = false;
  bool updated = false;
  bool updated_twice = false;
  bool refused = false;

 private:
  static bool is_refused(Session& ada) {
    try {
      ada.create(User{.email = "eve@example.org"});
    } catch (const Error& error) {
      if (error.code() != ErrorCode::forbidden) throw;
      return true;
    }
    return false;
  }

  Clinic clinic_;
};

std::uint64_t entries(Session& auditor, const std::string& action, const Uuid& row) {
  return auditor.count<JournalEntry>(
      where(f<&JournalEntry::action> == action && f<&JournalEntry::row_id> == row));
}

/// What was acknowledged is there with its entry; what is there has its entry, acknowledged or not.
void check(SmallClinic& world, const Program& program, const std::string& mrn) {
  auto auditor = world.clinic.act_as_system(Role::auditor);
  auto root = world.as_root();
  const auto rows = root.list<Patient>(where(f<&Patient::mrn> == mrn));
  if (program.created) REQUIRE(rows.size() == 1);
  REQUIRE(verify_journal(world.clinic).is_whole());
  if (rows.empty()) return;
  const auto& patient = rows.front();
  const auto id = patient->id.value;
  CHECK(entries(auditor, "create", id) == 1);
  CHECK(entries(auditor, "update", id) == static_cast<std::uint64_t>(patient.version() - 1));
  if (program.updated) CHECK(patient->blood_group == "A+");
  // The two of one transaction, or none.
  CHECK((patient->phone_number == "+44") == (patient->address == "Hill 1"));
  if (program.updated_twice) CHECK(patient->address == "Hill 1");
  if (program.read) CHECK(entries(auditor, "read", id) >= 1);
}

}  // namespace

TEST_CASE(
    "a storage that fails at any call leaves nothing half-written, and no acknowledged call "
    "without its "
    "entry") {
  on_every_adapter(domain_catalog(), default_policy(), [](SmallClinic& world) {
    FaultPlan plan;
    const auto faulty = std::make_shared<FaultyBackend>(world.backend, plan);
    bool is_done = false;
    std::uint64_t refusals = 0;
    for (int n = 1; !is_done; ++n) {
      INFO("the call that fails: " << n);
      REQUIRE(n < 500);
      Program program{Clinic{faulty,
                             {.environment = world.world->environment(),
                              .row_security = world.row_security,
                              .journal = {.reads = JournalReads::strict}}}};
      plan.fail_at(n);
      is_done = program.run(world, n);
      plan.fail_at(0);
      if (program.refused) ++refusals;
      check(world, program, "F-" + std::to_string(n));
      auto auditor = world.clinic.act_as_system(Role::auditor);
      CHECK(auditor.count<JournalEntry>(where(f<&JournalEntry::outcome> == JournalOutcome::denied &&
                                              f<&JournalEntry::entity> == "user")) >= refusals);
    }
  });
}

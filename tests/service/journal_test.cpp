#include "salus/service/journal.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/small_clinic.hpp"

using namespace salus;
using namespace salus::test;

namespace {

JournalEntry last_entry(Session& root) {
  ListOptions newest;
  std::optional<JournalEntry> last;
  root.for_each(entity_info<JournalEntry>(), newest, [&last](const RowView& row) {
    last = *Stored<JournalEntry>{row};
  });
  return last.value();
}

}  // namespace

TEST_CASE("every write has its entry, and the chain verifies") {
  const SmallClinic world;
  const auto report = verify_journal(world.clinic);
  CHECK(report.is_whole());
  CHECK(report.entries == 2 + 2 * 2 + 1 + 4 + 5);
}

TEST_CASE("an entry holds the changed fields before and after, and the patients touched") {
  const SmallClinic world;
  auto root = world.as_root();
  root.update(root.get(world.ben).value(),
              set(f<&Patient::phone_number>, "+44"),
              set(f<&Patient::address>, "Hill 1"));
  const auto entry = last_entry(root);
  CHECK(journal_body_json(entry) ==
        R"({"after":{"address":"Hill 1","phone_number":"+44"},"before":{}})");
  CHECK(entry.patients == world.ben.to_string());
  CHECK(entry.action == "update");
  CHECK(entry.acting_as == "user administrator");
  CHECK(entry.actor == root.principal().user);
}

TEST_CASE("a password hash is not written into the journal") {
  const SmallClinic world;
  world.clinic.set_password("ada@example.org", Secret{std::string{password}});
  auto root = world.as_root();
  const auto body = journal_body_json(last_entry(root)).value();
  CHECK(body.starts_with(R"({"after":{"password_hash":"[redacted]")"));
  CHECK(body.find(R"("before":{"password_hash":"[redacted]")") != std::string::npos);
  CHECK(body.find("argon2") == std::string::npos);
}

TEST_CASE("a changed entry is named as the first broken one") {
  const auto backend = memory::open();
  const SmallClinic world{backend};
  // Only an attacker with the database in hand can do this; the port's own update is refused.
  const auto storage = backend->open({.organization = organization_id_of("clinic").value});
  CHECK_THROWS_AS(storage->run([](Transaction& transaction) {
    transaction.update({.entity = &entity_info<JournalEntry>(),
                        .assignments = {{&field_info<&JournalEntry::action>(), Value{"read"}}},
                        .where = f<&JournalEntry::sequence> == 3,
                        .now = noon});
  }),
                  Error);
  CHECK(verify_journal(world.clinic).is_whole());
}

TEST_CASE("an entry that was put in without the chain is found") {
  const auto backend = memory::open();
  const SmallClinic world{backend};
  const auto good = verify_journal(world.clinic).entries;
  JournalEntry forged;
  forged.organization_id = organization_id_of("clinic");
  forged.sequence = static_cast<std::int64_t>(good) + 1;
  forged.stream = 0;
  forged.hash = Bytes{std::string(32, 'x')};
  const auto storage = backend->open({.organization = forged.organization_id.value});
  storage->run([&](Transaction& transaction) {
    forged.stream = transaction.claim_journal_stream().stream;
    transaction.insert({&entity_info<JournalEntry>(), {values_of(forged)}});
  });
  const auto report = verify_journal(world.clinic);
  REQUIRE(report.broken.size() == 1);
  CHECK(report.broken.front().sequence == forged.sequence);
}

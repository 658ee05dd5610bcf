#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "salus/service/journal.hpp"

#include "cipher_key.hpp"
#include "connection.hpp"
#include "property/world_databases.hpp"
#include "service/journal_chain.hpp"
#include "support/small_clinic.hpp"
#include "test_database.hpp"

using namespace salus;
using namespace salus::test;
using salus::testing::SeededRandom;
using sqlite_test::Folder;

namespace {

/// Somebody who has the key of the file, and has taken the guards off.
class Attacker {
 public:
  Attacker(const std::filesystem::path& file, const sqlite::Key& key)
      : connection_{
            file, sqlite::CipherKey::from_raw(key.to_hex().reveal()), sqlite::Role::writer} {
    connection_.run("PRAGMA synchronous = OFF");
    connection_.run("DROP TRIGGER journal_entry_refuses_update");
    connection_.run("DROP TRIGGER journal_entry_refuses_delete");
    connection_.run("CREATE TEMP TABLE kept AS SELECT * FROM main.journal_entry");
    connection_.run("CREATE TEMP TABLE moved AS SELECT * FROM main.journal_entry LIMIT 0");
  }

  void run(const std::string& sql) { connection_.run(sql); }
  std::string ask(const std::string& sql) { return connection_.ask(sql); }
  std::int64_t number(const std::string& sql) { return std::stoll(ask(sql)); }

  void undo() {
    run("DELETE FROM main.journal_entry");
    run("INSERT INTO main.journal_entry SELECT * FROM kept");
    run("DELETE FROM moved");
  }

 private:
  sqlite::Connection connection_;
};

/// What an attack knows: who is attacked, and how long their journal is.
struct Target {
  Attacker& attacker;
  SeededRandom& random;
  std::string organization;  ///< As a literal.
  std::string other;         ///< Another one in the file.
  std::int64_t length = 0;

  std::string where(std::int64_t sequence, std::string_view sign = "=") const {
    return " WHERE organization_id = " + organization + " AND sequence " + std::string{sign} + " " +
           std::to_string(sequence);
  }
  std::int64_t any() {
    return 1 + static_cast<std::int64_t>(random.below(static_cast<std::size_t>(length)));
  }
  std::int64_t any_but_last() {
    return 1 + static_cast<std::int64_t>(random.below(static_cast<std::size_t>(length - 1)));
  }
};

constexpr std::array texts{
    "acting_as", "session", "action", "entity", "patients", "policy_version", "outcome"};
constexpr std::array numbers{"at", "sequence", "stream"};
constexpr std::array blobs{"hash", "row_id", "body_hash", "body"};

void flip_text(Target& target) {
  const std::string column = target.random.pick(texts);
  target.attacker.run("UPDATE journal_entry SET " + column + " = " + column + " || 'x'" +
                      target.where(target.any()));
}

void flip_number(Target& target) {
  const std::string column = target.random.pick(numbers);
  target.attacker.run("UPDATE journal_entry SET " + column + " = " + column + " + 1000" +
                      target.where(target.any()));
}

void flip_bit(Target& target) {
  const std::string column = target.random.pick(blobs);
  const auto where = target.where(target.any());
  auto digits = target.attacker.ask("SELECT hex(" + column + ") FROM journal_entry" + where);
  auto& digit = digits[target.random.below(digits.size())];
  digit = digit == '0' ? '1' : '0';
  target.attacker.run("UPDATE journal_entry SET " + column + " = x'" + digits + "'" + where);
}

void forget_actor(Target& target) {
  target.attacker.run("UPDATE journal_entry SET actor = x'00000000000000000000000000000001'" +
                      target.where(target.any()));
}

void remove_one(Target& target) {
  target.attacker.run("DELETE FROM journal_entry" + target.where(target.any()));
}

void cut_tail(Target& target) {
  target.attacker.run("DELETE FROM journal_entry" + target.where(target.any(), ">="));
}

void insert_copy(Target& target) {
  auto& attacker = target.attacker;
  attacker.run("INSERT INTO moved SELECT * FROM journal_entry" + target.where(target.any()));
  attacker.run("UPDATE moved SET sequence = " + std::to_string(target.length + 1));
  attacker.run("INSERT INTO journal_entry SELECT * FROM moved");
}

void swap_neighbours(Target& target) {
  auto& attacker = target.attacker;
  const auto first = target.any_but_last();
  attacker.run("UPDATE journal_entry SET sequence = 0" + target.where(first));
  attacker.run("UPDATE journal_entry SET sequence = " + std::to_string(first) +
               target.where(first + 1));
  attacker.run("UPDATE journal_entry SET sequence = " + std::to_string(first + 1) +
               target.where(0));
}

void move_to_other_stream(Target& target) {
  target.attacker.run("UPDATE journal_entry SET stream = 1" + target.where(target.any(), ">="));
}

/// The whole journal of another organization in the place of this one.
void swap_organizations(Target& target) {
  auto& attacker = target.attacker;
  attacker.run("DELETE FROM journal_entry WHERE organization_id = " + target.organization);
  attacker.run("UPDATE journal_entry SET organization_id = " + target.organization);
}

/// Rewrites a body and what depends on it, from the entry's own hash to the end of the chain.
void rewrite(Target& target, std::int64_t hashes) {
  auto& attacker = target.attacker;
  const auto first = target.any();
  const auto uuid_of = [](const std::string& bytes) {
    Uuid value;
    std::copy_n(bytes.begin(), std::min(bytes.size(), value.bytes.size()), value.bytes.begin());
    return value;
  };
  const auto text_at = [&](const std::string& column, std::int64_t sequence) {
    return attacker.ask("SELECT " + column + " FROM journal_entry" + target.where(sequence));
  };
  const std::string body = std::string(17, '\1') + R"({"after":{},"before":{}})";
  attacker.run("UPDATE journal_entry SET body = x'" + to_hex(body) + "', body_hash = x'" +
               to_hex(sha256(body)) + "'" + target.where(first));
  ChainHash chain_hash;
  auto before = first == 1 ? std::string{} : text_at("hash", first - 1);
  for (auto sequence = first; sequence <= target.length && sequence - first < hashes; ++sequence) {
    const auto organization =
        attacker.ask("SELECT organization_id FROM journal_entry" + target.where(sequence));
    const auto row_id = text_at("row_id", sequence);
    const auto actor = text_at("actor", sequence);
    const auto acting_as = text_at("acting_as", sequence);
    const auto session = text_at("session", sequence);
    const auto action = text_at("action", sequence);
    const auto entity = text_at("entity", sequence);
    const auto patients = text_at("patients", sequence);
    const auto policy_version = text_at("policy_version", sequence);
    const auto outcome = text_at("outcome", sequence);
    const auto body_hash = text_at("body_hash", sequence);
    before = std::string{
        chain_hash({.organization = uuid_of(organization),
                    .stream = 0,
                    .sequence = sequence,
                    .at = Timestamp{std::chrono::microseconds{std::stoll(text_at("at", sequence))}},
                    .actor = actor.empty() ? std::nullopt : std::optional{uuid_of(actor)},
                    .acting_as = acting_as,
                    .session = session,
                    .action = action,
                    .entity = entity,
                    .row_id = uuid_of(row_id),
                    .patients = patients,
                    .policy_version = policy_version,
                    .outcome = outcome,
                    .body_hash = body_hash},
                   before)};
    attacker.run("UPDATE journal_entry SET hash = x'" + to_hex(before) + "'" +
                 target.where(sequence));
  }
}

void rewrite_body(Target& target) { rewrite(target, 0); }
void rewrite_entry(Target& target) { rewrite(target, 1); }
void rewrite_to_the_end(Target& target) { rewrite(target, target.length); }

struct Attack {
  const char* name;
  void (*run)(Target& target);
};

constexpr std::array attacks{Attack{"flip a text", flip_text},
                             Attack{"flip a number", flip_number},
                             Attack{"flip a bit", flip_bit},
                             Attack{"put in another actor", forget_actor},
                             Attack{"remove an entry", remove_one},
                             Attack{"cut off the tail", cut_tail},
                             Attack{"insert a copy", insert_copy},
                             Attack{"swap neighbours", swap_neighbours},
                             Attack{"move the tail to another stream", move_to_other_stream},
                             Attack{"swap organizations", swap_organizations},
                             Attack{"rewrite a body", rewrite_body},
                             Attack{"rewrite an entry", rewrite_entry},
                             Attack{"rewrite from an entry to the end", rewrite_to_the_end}};

std::string literal_of(const Uuid& uuid) {
  return "x'" + to_hex({reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()}) + "'";
}

}  // namespace

TEST_CASE("every attack on a stored journal is found, by the chain or by an anchor") {
  const Folder folder;
  const auto key = sqlite_test::key();
  const auto file = folder / "clinic.db";
  const SmallClinic world{sqlite::open(file, key, {.mode = sqlite::OpenMode::create})};
  Clinic::install(world.backend,
                  {.organization_name = "Other", .administrator_email = "root@example.org"},
                  Secret{std::string{password}},
                  {.organization = "other", .environment = world.world->environment()});
  const auto anchor_key = AnchorKey::generate(salus::testing::random_source(1));
  const JournalVerification verification{.anchors = {anchor_journal(world.clinic, anchor_key)},
                                         .threads = 1};
  const auto whole = verify_journal(world.clinic, verification);
  REQUIRE(whole.is_whole());

  Attacker attacker{file, key};
  SeededRandom random{property::first_seed()};
  Target target{attacker,
                random,
                literal_of(organization_id_of("clinic").value),
                literal_of(organization_id_of("other").value),
                static_cast<std::int64_t>(whole.entries)};
  std::array<std::uint64_t, attacks.size()> found{};
  const auto count = property::number_from("SALUS_ATTACKS", 10'400);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto kind = i % attacks.size();
    INFO("SALUS_SEED=" << property::first_seed() << ", attack " << i << ": " << attacks[kind].name);
    attacks[kind].run(target);
    REQUIRE_FALSE(verify_journal(world.clinic, verification).is_whole());
    ++found[kind];
    attacker.undo();
  }
  CHECK(verify_journal(world.clinic, verification).is_whole());
  CHECK(found[0] > 0);
}

TEST_CASE("a body that was destroyed leaves the chain whole, and cannot be read") {
  const Folder folder;
  const auto key = sqlite_test::key();
  const auto file = folder / "clinic.db";
  const SmallClinic world{sqlite::open(file, key, {.mode = sqlite::OpenMode::create})};
  Attacker owner{file, key};
  owner.run("UPDATE journal_entry SET body = NULL WHERE entity = 'patient'");
  const auto report = verify_journal(world.clinic);
  CHECK(report.is_whole());
  CHECK(report.destroyed_bodies == 4);
  auto auditor = world.clinic.act_as_system(Role::auditor);
  for (const auto& entry : auditor.list<JournalEntry>(where(f<&JournalEntry::entity> == "patient")))
    CHECK_FALSE(journal_body_json(*entry));
  auto root = world.as_root();
  const auto history = root.history(world.amara);
  REQUIRE(history.size() == 1);
  CHECK(history.front().changes.empty());
}

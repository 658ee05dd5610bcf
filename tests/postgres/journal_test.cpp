#include <future>
#include <map>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "postgres/clinic_database.hpp"

namespace salus::postgres_test {
namespace {

using namespace std::chrono_literals;

JournalEntry next_entry(const JournalHead& head, std::uint32_t row) {
  JournalEntry entry;
  entry.organization_id = {here};
  entry.stream = head.stream;
  entry.sequence = head.sequence + 1;
  entry.hash = Bytes{head.hash + "."};
  entry.row_id = numbered_uuid(row);
  return entry;
}

/// Adds a patient with its journal entry, as the service does.
void add_journalled(StorageSession& session, std::uint32_t number) {
  session.run([number](Transaction& tx) {
    tx.insert(insert_of({here}, std::vector{patient(number)}));
    const auto head = tx.claim_journal_stream();
    tx.insert(insert_of({here}, std::vector{next_entry(head, number)}));
  });
}

/// Fails unless each stream counts from one without a gap, and each entry continues the one before.
std::size_t check_chains(StorageSession& session) {
  auto query = select_of<JournalEntry>();
  query.shape = Shape::set;
  query.order = {{&field_info<&JournalEntry::stream>()}, {&field_info<&JournalEntry::sequence>()}};
  std::map<std::int32_t, JournalEntry> last;
  const auto entries = objects<JournalEntry>(session, query);
  for (const auto& entry : entries) {
    auto& before = last[entry.stream];
    CHECK(entry.sequence == before.sequence + 1);
    CHECK(entry.hash.data == before.hash.data + ".");
    before = entry;
  }
  return entries.size();
}

TEST_CASE("Eight threads write journalled rows, and no chain has a gap") {
  ClinicDatabase clinic;
  constexpr std::uint32_t each = 40;
  std::vector<std::future<void>> threads;
  for (std::uint32_t thread = 0; thread < 8; ++thread) {
    threads.push_back(std::async(std::launch::async, [&clinic, thread] {
      const auto session = clinic.session();
      for (std::uint32_t i = 1; i <= each; ++i) add_journalled(*session, thread * each + i);
    }));
  }
  for (auto& thread : threads) CHECK_NOTHROW(thread.get());
  CHECK(check_chains(*clinic.session()) == 8 * each);
  CHECK(clinic.session()->count(count_of<Patient>()) == 8 * each);
}

TEST_CASE("Writers of many processes share the streams, and no chain has a gap") {
  ClinicDatabase clinic;
  constexpr std::uint32_t each = 20;
  std::vector<std::future<void>> processes;
  for (std::uint32_t process = 0; process < 24; ++process) {
    processes.push_back(std::async(std::launch::async, [&clinic, process] {
      const auto backend = postgres::open(clinic.database.application_uri, {.connections = 1});
      const auto session = backend->open({here});
      for (std::uint32_t i = 1; i <= each; ++i) add_journalled(*session, process * each + i);
    }));
  }
  for (auto& process : processes) CHECK_NOTHROW(process.get());
  CHECK(check_chains(*clinic.session()) == 24 * each);
}

TEST_CASE("Transactions that hold streams at the same time hold different ones") {
  ClinicDatabase clinic{{.connections = 16}};
  std::set<std::int32_t> streams;
  const std::function<void()> claim_one_more = [&] {
    if (streams.size() == 16) return;
    clinic.session()->run([&](Transaction& tx) {
      CHECK(streams.insert(tx.claim_journal_stream().stream).second);
      claim_one_more();
    });
  };
  claim_one_more();
  CHECK(streams.size() == 16);
}

TEST_CASE("When all streams are held the next writer waits for one") {
  ClinicDatabase clinic{{.connections = 17}};
  std::future<void> waiting;
  const std::function<void(int)> hold_more = [&](int held) {
    clinic.session()->run([&](Transaction& tx) {
      tx.claim_journal_stream();
      if (held < 16) return hold_more(held + 1);
      waiting = std::async(std::launch::async, [&] { add_journalled(*clinic.session(), 1); });
      CHECK(waiting.wait_for(100ms) == std::future_status::timeout);
    });
  };
  hold_more(1);
  CHECK_NOTHROW(waiting.get());
  CHECK(check_chains(*clinic.session()) == 1);
}

TEST_CASE(
    "A stream claimed twice in a transaction is the same, and knows the transaction's own entry") {
  ClinicDatabase clinic;
  clinic.session()->run([&](Transaction& tx) {
    const auto before = tx.claim_journal_stream();
    tx.insert(insert_of({here}, std::vector{next_entry(before, 1)}));
    const auto after = tx.claim_journal_stream();
    CHECK(after.stream == before.stream);
    CHECK(after.sequence == 1);
  });
}

TEST_CASE("Two writers that meet on a stream in spite of the lock: one is run again") {
  ClinicDatabase clinic;
  int runs = 0;
  clinic.session()->run([&](Transaction& tx) {
    const auto head = tx.claim_journal_stream();
    if (++runs == 1) {
      // Somebody who does not ask for the lock.
      clinic.session(here)->run([&](Transaction& other) {
        other.insert(insert_of({here}, std::vector{next_entry(head, 1)}));
      });
    }
    tx.insert(insert_of({here}, std::vector{next_entry(head, 2)}));
  });
  CHECK(runs == 2);
  CHECK(check_chains(*clinic.session()) == 2);
}

}  // namespace
}  // namespace salus::postgres_test

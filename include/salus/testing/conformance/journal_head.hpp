#pragma once

/// Conformance: the ends of journal streams, to which entries are chained one after the other.

#include <map>
#include <string>

#include "salus/testing/conformance/concurrency.hpp"
#include "salus/testing/conformance/constraints.hpp"
#include "salus/testing/conformance/transactions.hpp"

namespace salus::testing {

namespace detail {

/// A stand-in for the journal's hash (FNV-1a): of an entry's place and the hash before it.
inline std::string chained_hash(const std::string& previous, std::int32_t stream,
                                std::int64_t sequence) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : previous + "/" + std::to_string(stream) + "/" + std::to_string(sequence)) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(hash >> shift & 0xFFU);
  return bytes;
}

/// Claims a stream and appends an entry to it, as the library does for every write.
inline JournalHead append_entry(Transaction& tx, Tenant& tenant, const std::string& actor = {}) {
  const auto head = tx.claim_journal_stream();
  auto entry = journal_entry(tenant, head.stream, head.sequence + 1);
  entry.hash.data = chained_hash(head.hash, head.stream, head.sequence + 1);
  entry.session = actor;
  tx.insert(tenant.insert_of(std::vector{entry}));
  return {entry.stream, entry.sequence, entry.hash.data};
}

inline JournalHead append_entry(Tenant& tenant) {
  JournalHead head;
  tenant.session().run([&](Transaction& tx) { head = append_entry(tx, tenant); });
  return head;
}

/// Whether each stream counts from 1 without a gap and each entry continues the one before it.
inline bool is_chained(const std::vector<JournalEntry>& entries) {
  std::map<std::int32_t, JournalHead> heads;
  for (const auto& entry : entries) {
    auto& head = heads[entry.stream];
    if (entry.sequence != head.sequence + 1) return false;
    if (entry.hash.data != chained_hash(head.hash, entry.stream, entry.sequence)) return false;
    head = {entry.stream, entry.sequence, entry.hash.data};
  }
  return true;
}

inline std::vector<JournalEntry> journal_of(Tenant& tenant) {
  return objects<JournalEntry>(tenant.session(), select_of<JournalEntry>());
}

}  // namespace detail

inline ConformanceTests journal_head_tests() {
  using detail::append_entry;
  return {
      {"The stream of an organization without entries is empty",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         JournalHead head{7, 7, "seven"};
         store.here->session().run([&](Transaction& tx) { head = tx.claim_journal_stream(); });
         CHECK(head.sequence == 0);
         CHECK(head.hash.empty());
       }},

      {"Entries are chained one after the other",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         for (int i = 0; i < 20; ++i) append_entry(*store.here);
         const auto entries = detail::journal_of(*store.here);
         CHECK(entries.size() == 20);
         CHECK(detail::is_chained(entries));
       }},

      {"A transaction that claims twice continues what it appended itself",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         append_entry(*store.here);
         store.here->session().run([&](Transaction& tx) {
           append_entry(tx, *store.here);
           append_entry(tx, *store.here);
         });
         CHECK(detail::journal_of(*store.here).size() == 3);
         CHECK(detail::is_chained(detail::journal_of(*store.here)));
       }},

      {"An entry that was undone leaves no gap",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         append_entry(*store.here);
         store.here->session().run([&](Transaction& tx) {
           detail::is_interrupted(tx, [&] {
             append_entry(tx, *store.here);
             throw detail::Interruption{};
           });
           append_entry(tx, *store.here);
         });
         CHECK_THROWS_AS(store.here->session().run([&](Transaction& tx) {
           append_entry(tx, *store.here);
           throw detail::Interruption{};
         }),
                         detail::Interruption);
         append_entry(*store.here);
         CHECK(detail::journal_of(*store.here).size() == 3);
         CHECK(detail::is_chained(detail::journal_of(*store.here)));
       }},

      {"Each organization has streams of its own",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         for (int i = 0; i < 3; ++i) append_entry(*store.here);
         const auto head = append_entry(*store.there);
         CHECK(head.sequence == 1);
         CHECK(detail::is_chained(detail::journal_of(*store.here)));
         CHECK(detail::is_chained(detail::journal_of(*store.there)));
       }},

      {"A second entry of one place in a stream is refused",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         const auto head = append_entry(*store.here);
         detail::check_violates("journal_entry_primary_key", [&] {
           store.here->add(detail::journal_entry(*store.here, head.stream, head.sequence));
         });
       }},

      {"Threads append without a gap and without an entry twice",
       [](StorageFixture& fixture) {
         ToyStore store{fixture};
         constexpr std::size_t rounds = 25;
         detail::in_threads(fixture.threads(), [&](std::size_t thread) {
           Tenant tenant{*store.backend, store.here->organization()};
           for (std::size_t i = 0; i < rounds; ++i) {
             const auto actor = std::to_string(thread) + "/" + std::to_string(i);
             detail::run_patiently(tenant.session(),
                                   [&](Transaction& tx) { append_entry(tx, tenant, actor); });
           }
         });
         const auto entries = detail::journal_of(*store.here);
         std::map<std::string, int> actors;
         for (const auto& entry : entries) ++actors[entry.session];
         CHECK(entries.size() == fixture.threads() * rounds);
         CHECK(actors.size() == fixture.threads() * rounds);
         CHECK(detail::is_chained(entries));
       }},

      {"The journal is chained on after the database was opened again",
       [](StorageFixture& fixture) {
         {
           ToyStore store{fixture};
           for (int i = 0; i < 3; ++i) append_entry(*store.here);
         }
         const auto backend = fixture.reopen();
         if (!backend) SKIP("Nothing outlives the backend.");
         Tenant here{*backend, numbered_uuid(1001)};
         append_entry(here);
         CHECK(detail::journal_of(here).size() == 4);
         CHECK(detail::is_chained(detail::journal_of(here)));
       }},
  };
}

}  // namespace salus::testing

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "salus/domain/journal_entry.hpp"
#include "salus/service/stored.hpp"

#include "digest.hpp"

namespace salus {

/// What the chain covers of an entry, borrowed from it. docs/journal.md has the format.
struct ChainedFields {
  Uuid organization;
  std::int64_t stream = 0;
  std::int64_t sequence = 0;
  Timestamp at{};
  std::optional<Uuid> actor;
  std::string_view acting_as;
  std::string_view session;
  std::string_view action;
  std::string_view entity;
  Uuid row_id;
  std::string_view patients;
  std::string_view policy_version;
  std::string_view outcome;
  std::string_view body_hash;
};

ChainedFields chained_fields_of(const JournalEntry& entry);
ChainedFields chained_fields_of(const RowView& entry);

/// Hashes entries one after another. One thread at a time.
class ChainHash {
 public:
  /// 32 bytes, valid until the next call. `previous` is the hash of the entry before, empty for the first.
  std::string_view operator()(const ChainedFields& entry, std::string_view previous);

 private:
  std::string bytes_;
  Sha256 sha256_;
};

}  // namespace salus

#include "journal_chain.hpp"

#include <cstdint>

#include "digest.hpp"

namespace salus {

namespace {

/// Length-prefixed fields cannot be shifted into each other.
void append_field(std::string& bytes, std::string_view field) {
  auto length = static_cast<std::uint64_t>(field.size());
  char prefix[8];
  for (std::size_t i = sizeof prefix; i-- > 0; length >>= 8U)
    prefix[i] = static_cast<char>(length & 0xFFU);
  bytes.append(prefix, sizeof prefix).append(field);
}

std::string_view bytes_of(const Uuid& uuid) {
  return {reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()};
}

}  // namespace

std::string chain_hash(const JournalEntry& entry, std::string_view previous) {
  std::string bytes = "salus.journal.1";
  append_field(bytes, bytes_of(entry.organization_id.value));
  append_field(bytes, std::to_string(entry.stream));
  append_field(bytes, std::to_string(entry.sequence));
  append_field(bytes, std::to_string(entry.at.time_since_epoch().count()));
  append_field(bytes, entry.actor ? bytes_of(entry.actor->value) : std::string_view{});
  append_field(bytes, entry.acting_as);
  append_field(bytes, entry.session);
  append_field(bytes, entry.action);
  append_field(bytes, entry.entity);
  append_field(bytes, bytes_of(entry.row_id));
  append_field(bytes, entry.patients);
  append_field(bytes, entry.policy_version);
  append_field(bytes, to_name(entry.outcome));
  append_field(bytes, previous);
  append_field(bytes, entry.body_hash.data);
  return sha256(bytes);
}

}  // namespace salus

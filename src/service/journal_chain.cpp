#include "journal_chain.hpp"

#include <array>
#include <charconv>
#include <cstdint>

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

void append_field(std::string& bytes, std::int64_t number) {
  std::array<char, 20> digits{};
  const auto* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  append_field(bytes, std::string_view{digits.data(), end});
}

void append_field(std::string& bytes, const Uuid& uuid) {
  append_field(
      bytes, std::string_view{reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
}

template <auto Member, class T>
const T& cell(const RowView& row) {
  return std::get<T>(row[field_info<Member>()]);
}

template <auto Member>
std::string_view text(const RowView& row) {
  return cell<Member, std::string_view>(row);
}

}  // namespace

ChainedFields chained_fields_of(const JournalEntry& entry) {
  return {.organization = entry.organization_id.value,
          .stream = entry.stream,
          .sequence = entry.sequence,
          .at = entry.at,
          .actor = entry.actor ? std::optional{entry.actor->value} : std::nullopt,
          .acting_as = entry.acting_as,
          .session = entry.session,
          .action = entry.action,
          .entity = entry.entity,
          .row_id = entry.row_id,
          .patients = entry.patients,
          .policy_version = entry.policy_version,
          .outcome = to_name(entry.outcome),
          .body_hash = entry.body_hash.data};
}

ChainedFields chained_fields_of(const RowView& entry) {
  const auto* actor = std::get_if<Uuid>(&entry[field_info<&JournalEntry::actor>()]);
  return {.organization = cell<&JournalEntry::organization_id, Uuid>(entry),
          .stream = cell<&JournalEntry::stream, std::int64_t>(entry),
          .sequence = cell<&JournalEntry::sequence, std::int64_t>(entry),
          .at = cell<&JournalEntry::at, Timestamp>(entry),
          .actor = actor != nullptr ? std::optional{*actor} : std::nullopt,
          .acting_as = text<&JournalEntry::acting_as>(entry),
          .session = text<&JournalEntry::session>(entry),
          .action = text<&JournalEntry::action>(entry),
          .entity = text<&JournalEntry::entity>(entry),
          .row_id = cell<&JournalEntry::row_id, Uuid>(entry),
          .patients = text<&JournalEntry::patients>(entry),
          .policy_version = text<&JournalEntry::policy_version>(entry),
          .outcome = text<&JournalEntry::outcome>(entry),
          .body_hash = cell<&JournalEntry::body_hash, BytesView>(entry).data};
}

std::string_view ChainHash::operator()(const ChainedFields& entry, std::string_view previous) {
  bytes_.assign("salus.journal.1");
  append_field(bytes_, entry.organization);
  append_field(bytes_, entry.stream);
  append_field(bytes_, entry.sequence);
  append_field(bytes_, std::int64_t{entry.at.time_since_epoch().count()});
  if (entry.actor)
    append_field(bytes_, *entry.actor);
  else
    append_field(bytes_, std::string_view{});
  for (const auto field : {entry.acting_as, entry.session, entry.action, entry.entity})
    append_field(bytes_, field);
  append_field(bytes_, entry.row_id);
  for (const auto field : {entry.patients, entry.policy_version, entry.outcome, previous})
    append_field(bytes_, field);
  append_field(bytes_, entry.body_hash);
  return sha256_(bytes_);
}

}  // namespace salus

#pragma once

/// One entry of the tamper-evident journal, as it is stored.

#include <cstdint>
#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/core/value.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct Organization;
struct User;

enum class JournalOutcome : std::uint8_t { allowed, denied, emergency };

/// The chain is `hash = SHA-256("salus.journal.1" ‖ header fields ‖ previous entry's hash ‖ body_hash)`,
/// each header field behind its length; see service/journal.hpp.
struct JournalEntry {
  Id<Organization> organization_id;
  std::int32_t stream = 0;
  std::int64_t sequence = 0;  ///< From 1, without a gap.
  Bytes hash;                 ///< 32 bytes.
  Timestamp at{};
  std::optional<Id<User>> actor;
  std::string acting_as;  ///< The roles the actor had, or the system principal's name.
  std::string session;    ///< The log-in that acted.
  std::string action;
  std::string entity;
  Uuid row_id;
  std::string patients;        ///< The patients touched: ids, separated by spaces.
  std::string policy_version;  ///< The policy that allowed it.
  JournalOutcome outcome = JournalOutcome::allowed;
  Bytes body_hash;  ///< SHA-256 of the body: stays when a body is destroyed.
  std::optional<Bytes>
      body;  ///< Format byte 1, 16 bytes of salt, canonical JSON of the changed fields.
};

template <>
struct Describe<JournalEntry> {
  static constexpr auto entity =
      salus::entity<JournalEntry>(
          "journal_entry", "",
          field<&JournalEntry::organization_id>("organization_id", primary_key),
          field<&JournalEntry::stream>("stream", primary_key),
          field<&JournalEntry::sequence>("sequence", primary_key),
          field<&JournalEntry::hash>("hash"), field<&JournalEntry::at>("at", sortable),
          field<&JournalEntry::actor>("actor"), field<&JournalEntry::acting_as>("acting_as"),
          field<&JournalEntry::session>("session"), field<&JournalEntry::action>("action"),
          field<&JournalEntry::entity>("entity"), field<&JournalEntry::row_id>("row_id"),
          field<&JournalEntry::patients>("patients"),
          field<&JournalEntry::policy_version>("policy_version"),
          field<&JournalEntry::outcome>("outcome"), field<&JournalEntry::body_hash>("body_hash"),
          field<&JournalEntry::body>("body"))
          .without_row_metadata()
          .indexed_together<&JournalEntry::actor, &JournalEntry::at>("journal_entry_by_actor")
          .indexed_together<&JournalEntry::row_id, &JournalEntry::at>("journal_entry_by_row")
          .append_only();
};

}  // namespace salus

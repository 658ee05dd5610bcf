#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "salus/access/principal.hpp"
#include "salus/core/environment.hpp"
#include "salus/domain/journal_entry.hpp"

namespace salus {

/// An entry that has no place in the chain yet.
struct JournalDraft {
  JournalEntry entry;
  std::vector<Uuid> patients;  ///< Whom it is about; in any order, and one may be there twice.
};

/// Who did it, and when; what remains is to whom, and the body.
JournalDraft draft_of(const Principal& principal, std::string_view policy_version,
                      std::string_view action, Timestamp at);

/// Gives an entry its body: a format byte, salt, and JSON.
void set_body(JournalEntry& entry, std::string_view json, const RandomSource& random);

/// Sorts a draft's patients and writes them into its entry.
void settle_patients(JournalDraft& draft);

}  // namespace salus

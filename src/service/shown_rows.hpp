#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "journal_writer.hpp"

namespace salus {

/// What one call shows, as the journal will tell it. Long lists have an entry for every part, written
/// while the list goes on, so that memory stays flat.
class ShownRows {
 public:
  /// Follows `journal`. `question` is JSON, empty for a look-up by id.
  ShownRows(JournalWriter& journal, std::string_view action, const EntityInfo& entity,
            std::string question, Timestamp at);

  /// The one row that is asked for.
  void ask_for(const Uuid& row) { asked_ = row; }
  /// A row as storage has it, before anything is hidden.
  void add(std::span<const Cell> cells);
  /// The end of the call: every call has an entry, also one that showed nothing.
  void finish();
  /// The end of a call that failed: what it has shown was shown all the same.
  void break_off();
  /// The end of a call that told a number.
  void finish(std::uint64_t count);

 private:
  void put_down(const std::string& body);

  JournalWriter& journal_;
  std::string_view action_;
  const EntityInfo& entity_;
  std::string question_;
  Timestamp at_;
  const FieldInfo* key_ = nullptr;
  std::vector<const FieldInfo*> patient_fields_;
  Uuid asked_;
  std::vector<Uuid> rows_;
  std::vector<Uuid> patients_;
  bool is_told_ = false;
};

}  // namespace salus

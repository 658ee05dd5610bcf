#pragma once

#include <string>
#include <string_view>

#include "salus/domain/journal_entry.hpp"

namespace salus {

/// The hash of an entry behind the entry whose hash is `previous` (empty for the first).
std::string chain_hash(const JournalEntry& entry, std::string_view previous);

}  // namespace salus

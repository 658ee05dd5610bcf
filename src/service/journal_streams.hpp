#pragma once

#include <vector>

#include "salus/service/clinic.hpp"

namespace salus {

/// Where each stream of the journal ends, by stream.
std::vector<JournalHead> heads_of_journal(const Clinic& clinic);

/// Tells the journal that it was read as a whole.
void note_use_of_journal(const Clinic& clinic, std::string_view action);

}  // namespace salus

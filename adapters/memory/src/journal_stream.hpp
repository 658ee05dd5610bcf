#pragma once

/// The end of an organization's journal.

#include "salus/storage/session.hpp"

#include "database.hpp"

namespace salus::memory {

/// The end of the one stream there is: with one writer at a time, it is always free.
JournalHead journal_head(const Database& database, const Uuid& organization);

}  // namespace salus::memory

#pragma once

#include <span>

#include "salus/storage/session.hpp"

#include "journal_draft.hpp"

namespace salus {

/// Chains drafts to the end of a stream of the organization's journal, in their order, and notes whose
/// data they showed to whom. Last in a transaction, so that the stream is held as briefly as possible.
/// The drafts stay as they are, to be appended again should the transaction be run again.
void append_to_journal(Transaction& transaction, std::span<JournalDraft* const> drafts);

/// Whether the journal has a draft as it was last chained: so whether the transaction of a commit that is
/// in doubt was committed. `reader` may read the journal.
bool is_appended(Reader& reader, const JournalDraft& draft);

}  // namespace salus

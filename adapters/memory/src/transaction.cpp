#include "transaction.hpp"

#include <utility>

#include "journal_stream.hpp"
#include "reading.hpp"
#include "writing.hpp"

namespace salus::memory {

std::unique_ptr<Cursor> MemoryTransaction::select(const Select& query) {
  return select_rows(state_, organization_, query);
}

std::uint64_t MemoryTransaction::count(const Count& query) {
  return count_rows(state_, organization_, query);
}

void MemoryTransaction::insert(const Insert& rows) { insert_rows(state_, organization_, rows); }

std::uint64_t MemoryTransaction::update(const Update& change) {
  return update_rows(state_, organization_, change);
}

std::uint64_t MemoryTransaction::remove(const EntityInfo& entity, const Expr& where) {
  return remove_rows(state_, organization_, entity, where);
}

JournalHead MemoryTransaction::claim_journal_stream() {
  return journal_head(state_, organization_);
}

void MemoryTransaction::with_savepoint(const std::function<void()>& body) {
  const Database before = state_;
  try {
    body();
  } catch (...) {
    state_ = before;
    throw;
  }
}

}  // namespace salus::memory

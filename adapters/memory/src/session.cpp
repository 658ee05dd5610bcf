#include "session.hpp"

#include "reading.hpp"
#include "transaction.hpp"

namespace salus::memory {

std::unique_ptr<Cursor> MemorySession::select(const Select& query) {
  return select_rows(*store_->state(), options_.organization, query);
}

std::uint64_t MemorySession::count(const Count& query) {
  return count_rows(*store_->state(), options_.organization, query);
}

CommitOutcome MemorySession::run(const TransactionBody& body) {
  const auto writer = store_->begin_writing(options_.deadline);
  MemoryTransaction transaction{*store_->state(), options_.organization};
  body(transaction);
  store_->publish(writer, transaction.state());
  return CommitOutcome::committed;
}

}  // namespace salus::memory

#pragma once

/// One caller's access to one organization.

#include <memory>
#include <utility>

#include "salus/sql/panel_sizes.hpp"
#include "salus/storage/backend.hpp"

#include "reader_pool.hpp"
#include "writer.hpp"

namespace salus::sqlite {

/// Each query borrows a reader; each transaction waits its turn at the writer.
class Session final : public StorageSession {
 public:
  Session(ReaderPool& readers, Writer& writer, SessionOptions options)
      : readers_{readers}, writer_{writer}, options_{std::move(options)} {}

  std::unique_ptr<Cursor> select(const Select& query) override;
  std::uint64_t count(const Count& query) override;
  CommitOutcome run(const TransactionBody& body) override;

 private:
  std::unique_ptr<Cursor> run_select(const Select& query);

  ReaderPool& readers_;
  Writer& writer_;
  SessionOptions options_;
  sql::PanelSizes panel_sizes_;
  sql::Invocation
      invocation_;  ///< Kept for its memory, and for the ids that a cursor's statement points to.
};

}  // namespace salus::sqlite

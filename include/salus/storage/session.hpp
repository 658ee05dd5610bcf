#pragma once

/// Reading and writing inside one organization: the part of the port that does the work.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "salus/core/export.hpp"
#include "salus/query/select.hpp"
#include "salus/storage/caller.hpp"
#include "salus/storage/cursor.hpp"

namespace salus {

/// What reading needs.
///
/// Semantics that every adapter has, whatever its engine's own are:
/// - text is compared byte by byte, dates and moments by time, missing values stand where an order's key says;
/// - a comparison with a missing value is false, and its negation true;
/// - rows marked as deleted are not seen, by `exists` neither;
/// - rows of other organizations are not seen;
/// - an empty text is not a missing one; a text with a NUL is refused with `invalid_input`;
/// - JSON is text; what is looked for inside of it is found as salus/query/expr.hpp says;
/// - an order is completed by the primary key, in the direction of its last key.
class SALUS_EXPORT Reader {
 public:
  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  virtual ~Reader() = default;

  /// Starts a query. The cursor must go before the reader, and before the reader's next call.
  virtual std::unique_ptr<Cursor> select(const Select& query) = 0;

  /// The number of rows, or the limit if that is less.
  virtual std::uint64_t count(const Count& query) = 0;

  /// From the next call on, the engine's own row-level security sees this caller; answers who was
  /// it before. Null where the engine does not ask, and then nothing changes. Use `ActingAs`.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): an engine that asks keeps it
  virtual std::shared_ptr<const Caller> act_as(std::shared_ptr<const Caller>) noexcept {
    return nullptr;
  }
};

/// While it lives, row-level security sees another caller.
class ActingAs {
 public:
  ActingAs(Reader& reader, std::shared_ptr<const Caller> caller)
      : reader_{reader}, before_{reader.act_as(std::move(caller))} {}
  ActingAs(const ActingAs&) = delete;
  ActingAs& operator=(const ActingAs&) = delete;
  ~ActingAs() { reader_.act_as(std::move(before_)); }

 private:
  Reader& reader_;
  std::shared_ptr<const Caller> before_;
};

/// The end of a journal stream.
struct JournalHead {
  std::int32_t stream = 0;
  std::int64_t sequence = 0;  ///< Of the last entry; 0: the stream is empty.
  std::string hash;           ///< Of the last entry; empty: the stream is empty.
};

/// What writing needs. It sees its own writes. Nothing is visible to others before the commit.
class SALUS_EXPORT Transaction : public Reader {
 public:
  /// Adds rows, all or none. Throws `conflict` with `Error::constraint()` when a unique constraint, a
  /// reference or an exclusion refuses (names as in `TableSchema`; a primary key's is `<table>_primary_key`).
  virtual void insert(const Insert& rows) = 0;

  /// Changes rows; answers how many satisfied `where`. Throws as `insert` does. An append-only table
  /// refuses with `storage_failed`.
  virtual std::uint64_t update(const Update& change) = 0;

  /// Removes rows physically: for internal tables such as `identifier`; entities are marked instead.
  virtual std::uint64_t remove(const EntityInfo& entity, const Expr& where) = 0;

  /// Picks a journal stream of the organization that nobody else is appending to, holds it until the
  /// end of the transaction as far as the engine can, and tells where it ends. The journal's primary
  /// key is the guarantee; if two transactions meet all the same, one is run again.
  virtual JournalHead claim_journal_stream() = 0;

  /// Runs `body`; if it throws, undoes what it wrote and throws on.
  virtual void with_savepoint(const std::function<void()>& body) = 0;
};

/// How a transaction that did not throw ended.
enum class CommitOutcome : std::uint8_t {
  committed,
  committed_on_one_machine,  ///< Durable here, but the synchronous standby did not confirm.
};

/// The work of one transaction. May be run again when the engine asks for it (a deadlock, a
/// serialization failure), so it acts through the transaction alone.
using TransactionBody = std::function<void(Transaction&)>;

/// Optional abilities of an adapter (backup, rekey …), each an interface of its own with a name.
enum class FacetId : std::uint8_t { backup, rekey, columnar_scan };

/// One caller's access to one organization. One thread at a time, one open cursor.
class SALUS_EXPORT StorageSession : public Reader {
 public:
  /// Runs `body` in a transaction: commits when it returns, rolls back and rethrows when it throws.
  /// Throws `storage_busy` or `storage_unavailable` when nothing was written, and `commit_in_doubt`
  /// when that cannot be known. `body` may run on another thread than the caller's.
  virtual CommitOutcome run(const TransactionBody& body) = 0;

  /// The interface behind a facet, owned by the session; null when the adapter lacks it.
  virtual void* facet(FacetId) { return nullptr; }
};

}  // namespace salus

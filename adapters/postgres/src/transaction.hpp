#pragma once

/// A transaction that writes.

#include <optional>

#include "salus/storage/session.hpp"

#include "channel.hpp"

namespace salus::postgres {

/// What does not need an answer is not waited for: BEGIN, the context and insertions travel with the
/// next statement that does, or with COMMIT. Creating a row and its journal
/// entry is one round trip when the end of the stream was remembered rightly, two when it is asked for.
/// So what an insertion violates is thrown by the next call that waits, with the same error.
///
/// After a failed statement PostgreSQL refuses all others until the transaction or a savepoint is
/// rolled back; here they throw the first failure again, the commit too.
class PostgresTransaction final : public Transaction {
 public:
  PostgresTransaction(Connection& connection, const Context& context,
                      std::chrono::milliseconds time, Deadline deadline)
      : channel_{connection, context}, time_{time}, deadline_{deadline} {}

  std::unique_ptr<Cursor> select(const Select& query) override;
  std::uint64_t count(const Count& query) override;
  void insert(const Insert& rows) override;
  std::uint64_t update(const Update& change) override;
  std::uint64_t remove(const EntityInfo& entity, const Expr& where) override;
  JournalHead claim_journal_stream() override;
  void with_savepoint(const std::function<void()>& body) override;
  std::shared_ptr<const Caller> act_as(std::shared_ptr<const Caller> caller) noexcept override {
    return channel_.context().act_as(std::move(caller));
  }

  CommitOutcome commit();

  /// Why it cannot be committed any more.
  const std::optional<Failure>& failure() const { return failure_; }

 private:
  void begin();
  template <class Query>
  Result ask(const Query& query);
  Answers settle(Deadline deadline);
  Answers settle() { return settle(deadline_); }
  void roll_back_to(const std::string& savepoint);

  Channel channel_;
  std::chrono::milliseconds time_;
  Deadline deadline_;
  bool begun_ = false;
  std::size_t unanswered_ = 0;  ///< Insertions that were not waited for.
  std::optional<JournalHead>
      head_;  ///< Of the stream that this transaction holds, its own entries included.
  bool may_guess_ = true;
  bool guessed_ = false;
  int depth_ = 0;  ///< Of savepoints.
  std::optional<Failure> failure_;
};

}  // namespace salus::postgres

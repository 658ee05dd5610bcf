#pragma once

/// What a transaction's body sees.

#include <span>
#include <vector>

#include "salus/storage/backend.hpp"

#include "connection.hpp"

namespace salus::sqlite {

/// Lives as long as the body runs, on the writer's connection.
class WriteTransaction final : public Transaction {
 public:
  WriteTransaction(Connection& connection, sql::Invocation& invocation,
                   const SessionOptions& options)
      : connection_{connection}, invocation_{invocation}, options_{options} {}

  std::unique_ptr<Cursor> select(const Select& query) override;
  std::uint64_t count(const Count& query) override;
  void insert(const Insert& rows) override;
  std::uint64_t update(const Update& change) override;
  std::uint64_t remove(const EntityInfo& entity, const Expr& where) override;
  JournalHead claim_journal_stream() override;
  void with_savepoint(const std::function<void()>& body) override;

 private:
  template <class Query>
  Statement& prepared(const Query& query, Lifetime texts);
  void insert_rows(const sql::Insertion& insertion);

  Connection& connection_;
  sql::Invocation& invocation_;
  const SessionOptions& options_;
};

}  // namespace salus::sqlite

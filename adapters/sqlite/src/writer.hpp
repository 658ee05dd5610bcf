#pragma once

/// The one connection that writes.

#include <functional>

#include "salus/storage/backend.hpp"

#include "connection.hpp"
#include "group_commit.hpp"

namespace salus::sqlite {

/// Any thread may call it.
class Writer final : private GroupTarget {
 public:
  Writer(const std::filesystem::path& file, const CipherKey& key)
      : connection_{file, key, Role::writer}, queue_{*this} {}

  /// Runs a body in a transaction of one organization.
  void run(const SessionOptions& options, const TransactionBody& body);

  /// Runs work that needs the connection itself, in a transaction.
  void run(std::chrono::milliseconds deadline, const std::function<void(Connection&)>& work);

 private:
  void begin(std::chrono::milliseconds deadline) override;
  void commit() override;
  void rollback() noexcept override;
  void begin_savepoint() override;
  void end_savepoint() override;
  void undo_savepoint() override;

  Connection connection_;
  sql::Invocation invocation_;  ///< One body runs at a time.
  GroupCommit queue_;
};

}  // namespace salus::sqlite

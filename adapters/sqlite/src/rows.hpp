#pragma once

/// The cursor over a statement.

#include <chrono>
#include <optional>
#include <span>

#include "salus/query/select.hpp"
#include "salus/storage/cursor.hpp"

#include "reader_pool.hpp"

namespace salus::sqlite {

/// Runs a statement that is bound, and resets it in the end.
class Rows final : public Cursor {
 public:
  /// Of a connection that the caller keeps: inside a transaction.
  Rows(const Select& query, Connection& connection, Statement& statement,
       std::chrono::milliseconds deadline)
      : columns_{query.entity->columns},
        has_row_bits_{query.row_bits != nullptr},
        deadline_{deadline},
        connection_{connection},
        run_{statement},
        statement_{statement} {}

  /// Of a connection that goes back to its pool afterwards.
  Rows(const Select& query, ReaderPool::Lease lease, Statement& statement,
       std::chrono::milliseconds deadline)
      : columns_{query.entity->columns},
        has_row_bits_{query.row_bits != nullptr},
        deadline_{deadline},
        lease_{std::move(lease)},
        connection_{**lease_},
        run_{statement},
        statement_{statement} {}

  bool next(std::span<Cell> row) override;

 private:
  std::span<const FieldInfo> columns_;
  bool has_row_bits_;
  bool done_ = false;
  std::chrono::milliseconds deadline_;
  std::optional<ReaderPool::Lease> lease_;
  Connection& connection_;
  RunGuard run_;  ///< Goes before the lease.
  Statement& statement_;
};

}  // namespace salus::sqlite

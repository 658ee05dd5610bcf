#pragma once

/// The cursor over a statement.

#include <optional>
#include <span>

#include "salus/query/select.hpp"
#include "salus/storage/cursor.hpp"

#include "reader_pool.hpp"

namespace salus::sqlite {

/// Runs a statement that is bound, and resets it in the end.
class Rows final : public Cursor {
 public:
  /// `lease` holds the statement's connection; none inside a transaction, which has its own.
  Rows(const Select& query, Statement& statement, std::optional<ReaderPool::Lease> lease)
      : columns_{query.entity->columns},
        has_row_bits_{query.row_bits != nullptr},
        lease_{std::move(lease)},
        run_{statement},
        statement_{statement} {}

  bool next(std::span<Cell> row) override;

 private:
  std::span<const FieldInfo> columns_;
  bool has_row_bits_;
  bool done_ = false;
  std::optional<ReaderPool::Lease> lease_;
  RunGuard run_;  ///< Goes before the lease.
  Statement& statement_;
};

}  // namespace salus::sqlite

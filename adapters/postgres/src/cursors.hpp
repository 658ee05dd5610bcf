#pragma once

/// Rows on their way to the caller.

#include <chrono>
#include <memory>
#include <optional>

#include "salus/query/select.hpp"
#include "salus/storage/cursor.hpp"

#include "channel.hpp"
#include "pool.hpp"

namespace salus::postgres {

/// Whether the rows are taken one by one, instead of all at once.
bool is_streamed(const Select& query);

/// Decodes the rows of a select.
class RowReader {
 public:
  explicit RowReader(const Select& query)
      : columns_{query.entity->columns}, has_bits_{query.row_bits != nullptr} {}

  void read(const PGresult* result, int row, std::span<Cell> cells) const;

 private:
  std::span<const FieldInfo> columns_;
  bool has_bits_;
};

/// Walks over an answer that is here as a whole: a page. The connection is free already.
class PageCursor final : public Cursor {
 public:
  PageCursor(const Select& query, Result page) : reader_{query}, page_{std::move(page)} {}

  bool next(std::span<Cell> row) override;

 private:
  RowReader reader_;
  Result page_;
  int row_ = 0;
};

/// Takes rows from the connection one by one: a set of any size in little memory.
class StreamCursor final : public Cursor {
 public:
  /// Inside a transaction, whose channel it borrows.
  StreamCursor(const Select& query, Channel& channel, std::chrono::milliseconds deadline)
      : reader_{query}, channel_{&channel}, deadline_{deadline} {}

  /// Outside; it owns the connection until it ends.
  StreamCursor(const Select& query, Pool::Lease lease, std::unique_ptr<Channel> channel,
               std::chrono::milliseconds deadline)
      : reader_{query},
        lease_{std::move(lease)},
        own_channel_{std::move(channel)},
        channel_{own_channel_.get()},
        deadline_{deadline} {}
  StreamCursor(const StreamCursor&) = delete;
  StreamCursor& operator=(const StreamCursor&) = delete;
  ~StreamCursor() override;

  bool next(std::span<Cell> row) override;

 private:
  bool release();

  RowReader reader_;
  std::optional<Pool::Lease> lease_;
  std::unique_ptr<Channel> own_channel_;  ///< Ends before the lease.
  Channel* channel_;                      ///< Null after the last row.
  std::chrono::milliseconds deadline_;
  Result row_;
  bool done_ = false;
};

}  // namespace salus::postgres

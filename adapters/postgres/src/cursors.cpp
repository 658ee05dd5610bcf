#include "cursors.hpp"

namespace salus::postgres {

namespace {

constexpr std::uint32_t most_rows_of_a_page = 1000;

/// A cursor inside a transaction that ends early reads on for so long; a cancelled query ends at once.
constexpr std::chrono::seconds patience_for_leftover_rows{30};

}  // namespace

bool is_streamed(const Select& query) {
  return query.shape == Shape::set &&
         query.limit.value_or(most_rows_of_a_page + 1) > most_rows_of_a_page;
}

void RowReader::read(const PGresult* result, int row, std::span<Cell> cells) const {
  int column = 0;
  for (const auto& info : columns_) {
    cells[static_cast<std::size_t>(column)] = decode(info.type, result, row, column);
    ++column;
  }
  if (has_bits_)
    cells[static_cast<std::size_t>(column)] = decode(FieldType::integer, result, row, column);
}

bool PageCursor::next(std::span<Cell> row) {
  if (row_ == PQntuples(page_.get())) return false;
  reader_.read(page_.get(), row_++, row);
  return true;
}

bool StreamCursor::next(std::span<Cell> row) {
  if (done_) return false;
  done_ = true;  // also after a throw
  row_ = channel_->pipeline().next_row(deadline_in(deadline_));
  if (row_ == nullptr) return release();
  reader_.read(row_.get(), 0, row);
  done_ = false;
  return true;
}

/// The connection is for others as soon as the last row is read. Always false.
bool StreamCursor::release() {
  channel_ = nullptr;
  own_channel_.reset();
  lease_.reset();
  return false;
}

StreamCursor::~StreamCursor() {
  if (channel_ == nullptr) return;
  const auto leftover = own_channel_ ? Pipeline::Leftover::cancel : Pipeline::Leftover::read;
  channel_->pipeline().skip_rows(leftover, deadline_in(patience_for_leftover_rows));
}

}  // namespace salus::postgres

#include "rows.hpp"

namespace salus::sqlite {

bool Rows::next(std::span<Cell> row) {
  if (done_) return false;  // a statement that has ended would begin again
  connection_.begin_call(deadline_);
  if (!statement_.step()) {
    done_ = true;
    return false;
  }
  statement_.read(columns_, row);
  if (has_row_bits_) row[columns_.size()] = statement_.integer(static_cast<int>(columns_.size()));
  return true;
}

}  // namespace salus::sqlite

#pragma once

/// The rows of an answer, one at a time.

#include <span>

#include "salus/core/export.hpp"
#include "salus/core/value.hpp"

namespace salus {

/// Walks over rows. One thread at a time. Destroying it early is allowed and cheap.
class SALUS_EXPORT Cursor {
 public:
  Cursor() = default;
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  virtual ~Cursor() = default;

  /// Moves to the next row and fills `row`, which has `Select::cell_count()` places. False: there is
  /// none, and `row` is unchanged. Text and bytes in the cells are borrowed until the next call or
  /// the cursor's end. Throws `storage_*` errors; after a throw only destruction is allowed.
  virtual bool next(std::span<Cell> row) = 0;
};

}  // namespace salus

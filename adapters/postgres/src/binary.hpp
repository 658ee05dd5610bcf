#pragma once

/// Values in PostgreSQL's binary format, both ways. It saves formatting and parsing, and it is exact:
/// a timestamp is microseconds since 2000-01-01 in UTC, whatever zone the server is in.

#include <array>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "salus/core/value.hpp"
#include "salus/schema/field.hpp"

namespace salus::postgres {

/// The parameters of one statement, as libpq wants them. Text and bytes are borrowed and must live
/// until the statement is queued. Reuse the object: it keeps its memory.
class Parameters {
 public:
  Parameters() = default;
  Parameters(std::initializer_list<Cell> cells) { assign({cells.begin(), cells.size()}); }

  void assign(std::span<const Cell> cells);

  int count() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  using Bytes16 = std::array<char, 16>;  ///< The longest value of fixed size is a UUID.

  void add(const Cell& cell, Bytes16& space);
  void add_bytes(std::string_view bytes);
  template <class Number>
  void add_number(Number number, Bytes16& space);

  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<Bytes16> space_;
};

/// One value of an answer in binary format. Text and bytes are borrowed from the answer.
Cell decode(FieldType type, const PGresult* result, int row, int column);

}  // namespace salus::postgres

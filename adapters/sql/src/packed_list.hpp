#pragma once

/// Long lists as one value: engines have places for some ten thousand values, and a statement for
/// each length of a list would push the others out of the cache.

#include <string>
#include <vector>

#include "salus/query/expr.hpp"

namespace salus::sql {

/// Whether an `in` is given as one value.
inline bool is_packed(const Expr& node) {
  constexpr std::size_t longest_plain_list = 200;
  // A number as text might come back as its neighbour.
  return node.values.size() > longest_plain_list && node.column->type != FieldType::number;
}

/// A JSON list. Moments are microseconds and days are days since 1970, ids and bytes are hexadecimal
/// digits; missing values are left out, as nothing is equal to them.
std::string packed_list(const std::vector<Value>& values);

}  // namespace salus::sql

#pragma once

/// One call of a statement: the shape that names it, and the values that fill it.

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/query/select.hpp"

namespace salus::sql {

/// The rows that one INSERT adds.
struct Insertion {
  const EntityInfo& entity;
  std::span<const std::vector<Value>> rows;
  bool skips_existing = false;
};

/// `Transaction::remove` as data. The port gives it no time of the call, so that is 1970-01-01.
struct Removal {
  const EntityInfo& entity;
  const Expr& where;
};

/// Walks a query once and takes from it
/// - the shape: everything that decides the SQL text, and none of the values, as a compact key;
/// - the values, in the order of the placeholders; 1 is always the organization.
///
/// Equal shapes have equal texts, so a statement is rendered and prepared once and found by its shape
/// ever after (`StatementCache`). The renderer asks here for the number of each placeholder: there is
/// one order, and one place that makes it.
///
/// Reuse the object: it keeps its memory. The values borrow from the query.
class Invocation {
 public:
  void describe(const Select& query, const Uuid& organization);
  void describe(const Count& query, const Uuid& organization);
  void describe(const Insertion& insertion, const Uuid& organization);
  void describe(const Update& update, const Uuid& organization);
  void describe(const Removal& removal, const Uuid& organization);

  std::string_view shape() const { return shape_; }
  std::span<const Cell> parameters() const { return parameters_; }

  /// The placeholder of the first value of a node.
  std::size_t number_of(const Expr& node) const;
  /// The placeholder of `Select::offset`.
  std::size_t offset_number() const { return offset_number_; }

 private:
  void begin(char kind, const EntityInfo& entity, const Uuid& organization);
  void condition(const Expr& node);
  void comparison(const Expr& node);
  void path(const Expr& node);
  void list(const Expr& node);
  void prefix(const Expr& node);
  void optional_condition(const Expr* node);
  void row_bits(const std::vector<Expr>* bits);
  void order(std::span<const OrderKey> keys);
  void range(std::optional<std::uint32_t> limit, std::uint64_t offset);

  void byte(std::size_t small) { shape_.push_back(static_cast<char>(small)); }
  void word(std::size_t number);
  void address(const void* identity);
  void add_now();
  void add(Cell cell, const FieldInfo& column);

  std::string shape_;
  std::vector<Cell> parameters_;
  std::vector<std::pair<const Expr*, std::size_t>> numbers_;
  std::deque<std::string> kept_;  ///< Values that are in no query; stays where it is when it grows.
  Timestamp now_{};
  std::size_t now_number_ = 0;
  std::size_t offset_number_ = 0;
};

}  // namespace salus::sql
